public import Storage

/// The tables of the knowledge. Shipped migrations never change.
public enum KnowledgeSchema {
    public static let migrations: [Migration] = [knowledge]

    /// `knowledge_versions` and `knowledge_acts` only grow. `knowledge_articles` says which version is live
    /// and repeats of it what lists are chosen by; days are counted since 1970, `until_day` is the largest
    /// number where there is no end. `knowledge_terms` holds the words of the live version, with how much a
    /// word says. `knowledge_days` counts, an article 0 for all of them; `knowledge_gaps` counts what nobody
    /// could answer, by class.
    private static let knowledge = Migration(
        "0430-knowledge",
        """
        CREATE TABLE knowledge_articles (
            id {id},
            code TEXT NOT NULL UNIQUE,
            unit TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('draft', 'live', 'withdrawn')),
            version BIGINT NOT NULL,
            live BIGINT,
            is_public BIGINT NOT NULL,
            from_day BIGINT NOT NULL,
            until_day BIGINT NOT NULL,
            review_day BIGINT NOT NULL,
            changed_at BIGINT NOT NULL
        );
        CREATE INDEX knowledge_articles_until ON knowledge_articles (state, until_day, id);
        CREATE INDEX knowledge_articles_review ON knowledge_articles (state, review_day, id);
        CREATE INDEX knowledge_articles_drafts ON knowledge_articles (changed_at, id);
        CREATE TABLE knowledge_versions (
            article_id BIGINT NOT NULL,
            version BIGINT NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (article_id, version)
        );
        CREATE TABLE knowledge_acts (
            id {id},
            article_id BIGINT NOT NULL,
            version BIGINT NOT NULL,
            act TEXT NOT NULL CHECK (act IN ('drafted', 'published', 'withdrawn')),
            person BIGINT,
            why TEXT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE INDEX knowledge_acts_article ON knowledge_acts (article_id, id);
        CREATE TABLE knowledge_terms (
            term TEXT NOT NULL,
            article_id BIGINT NOT NULL,
            weight BIGINT NOT NULL,
            PRIMARY KEY (term, article_id)
        );
        CREATE INDEX knowledge_terms_article ON knowledge_terms (article_id);
        CREATE TABLE knowledge_categories (
            category TEXT NOT NULL,
            article_id BIGINT NOT NULL,
            PRIMARY KEY (category, article_id)
        );
        CREATE INDEX knowledge_categories_article ON knowledge_categories (article_id);
        CREATE TABLE knowledge_days (
            article_id BIGINT NOT NULL,
            day BIGINT NOT NULL,
            what TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (article_id, day, what)
        );
        CREATE INDEX knowledge_days_day ON knowledge_days (day, what);
        CREATE TABLE knowledge_uses (
            id {id},
            article_id BIGINT NOT NULL,
            version BIGINT NOT NULL,
            place TEXT NOT NULL CHECK (place IN ('call', 'matter')),
            reference BIGINT NOT NULL,
            person BIGINT,
            at BIGINT NOT NULL,
            UNIQUE (place, reference, article_id)
        );
        CREATE TABLE knowledge_votes (
            article_id BIGINT NOT NULL,
            version BIGINT NOT NULL,
            voter TEXT NOT NULL,
            helped BIGINT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (article_id, voter)
        );
        CREATE TABLE knowledge_questions (
            id {id},
            category TEXT NOT NULL,
            question TEXT NOT NULL,
            person BIGINT,
            at BIGINT NOT NULL,
            settled_at BIGINT,
            settled_by TEXT
        );
        CREATE INDEX knowledge_questions_open ON knowledge_questions (category, id)
            WHERE settled_at IS NULL;
        CREATE INDEX knowledge_questions_newest ON knowledge_questions (id) WHERE settled_at IS NULL;
        CREATE TABLE knowledge_gaps (
            category TEXT PRIMARY KEY,
            open BIGINT NOT NULL,
            asked BIGINT NOT NULL,
            last_at BIGINT NOT NULL
        );
        CREATE TABLE knowledge_quick (
            id {id},
            code TEXT NOT NULL,
            person BIGINT NOT NULL,
            at BIGINT NOT NULL,
            answers TEXT NOT NULL
        );
        CREATE INDEX knowledge_quick_person ON knowledge_quick (person, id);
        CREATE TABLE knowledge_quick_hours (
            day BIGINT NOT NULL,
            hour BIGINT NOT NULL,
            code TEXT NOT NULL,
            person BIGINT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (day, hour, code, person)
        );
        """)
}
