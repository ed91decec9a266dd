import Core
import Testing

@Suite("The catalogue")
struct CatalogueTests {
    let catalogue = Town.catalogue

    @Test("knows its leaves and what stands above a category")
    func lineage() {
        #expect(catalogue.leaves.map(\.code) == ["roads.lamp", "roads.hole", "water"])
        #expect(catalogue.lineage(of: "roads.lamp").map(\.code) == ["roads.lamp", "roads"])
        #expect(catalogue.lineage(of: "moon").isEmpty)
        #expect(catalogue["moon"] == nil)
    }

    @Test("does not walk in circles")
    func circle() {
        let name = Town.same("圈")
        let circle = Catalogue([
            Catalogue.Category(code: "a", name: name, parent: "b", isLeaf: true),
            Catalogue.Category(code: "b", name: name, parent: "a", isLeaf: false),
        ])
        #expect(circle.lineage(of: "a").count == 16)
    }
}

@Suite("The dispatch catalogue")
struct DispatchTests {
    func unit(_ category: String, _ area: String) -> String? {
        Town.dispatch.unit(for: category, at: Town.area(area), in: Town.catalogue)?.text
    }

    @Test("prefers the closest category to the smallest area")
    func closestCategory() {
        #expect(unit("roads.lamp", "110101001001") == "CENTRE")
        #expect(unit("roads.hole", "110101001001") == "ROADS")
    }

    @Test("prefers the smallest area within a category")
    func smallestArea() {
        #expect(unit("water", "110101001001001") == "WATER")
        #expect(unit("water", "110101002") == "COUNTY")
    }

    @Test("has a backstop for what no rule names, the smallest again first")
    func backstop() {
        #expect(unit("roads.hole", "110102") == "AFAR")
        #expect(unit("unheard of", "110101") == "CENTRE")
        #expect(unit("unheard of", "99") == nil)
    }
}

@Suite("An area's code")
struct AreaCodeTests {
    @Test("has one of seven lengths, in ASCII digits", arguments: [2, 4, 6, 9, 12, 15, 18])
    func lengths(length: Int) throws {
        let code = try #require(AreaCode(String(repeating: "1", count: length)))
        #expect(code.level.length == length)
        #expect(AreaCode(String(repeating: "1", count: length + 1)) == nil)
        #expect(AreaCode(String(repeating: "1", count: length - 1) + "x") == nil)
        #expect(AreaCode(String(repeating: "１", count: length)) == nil)
    }

    @Test("contains itself and what lies inside, and nothing beside or above")
    func contains() {
        let county = Town.area("110101")
        #expect(county.contains(county))
        #expect(county.contains(Town.area("110101001")))
        #expect(!county.contains(Town.area("110102")))
        #expect(!county.contains(Town.area("1101")))
    }

    @Test("knows the areas above it")
    func ancestors() {
        let grid = Town.area("110101001001001")
        #expect(grid.parent == Town.area("110101001001"))
        #expect(grid.ancestor(at: .county) == Town.area("110101"))
        #expect(grid.ancestor(at: .building) == nil)
        #expect(Town.area("11").parent == nil)
    }
}

@Suite("The tree of areas")
struct AreaTreeTests {
    @Test("finds roots, children and the way down")
    func tree() {
        #expect(Town.areas.roots == [Town.area("11")])
        #expect(Town.areas.children(of: Town.area("1101")) == [Town.area("110101"), Town.area("110102")])
        #expect(Town.areas.children(of: Town.area("110102")).isEmpty)
        let path = Town.areas.path(to: Town.area("110101001")).map(\.code.text)
        #expect(path == ["11", "1101", "110101", "110101001"])
        #expect(Town.areas.path(to: Town.area("99")).isEmpty)
        #expect(Town.areas.count == 8)
    }

    @Test("takes an area without its parent for a root")
    func orphan() {
        let tree = AreaTree([Area(code: Town.area("110101"), name: Town.same("县"))])
        #expect(tree.roots == [Town.area("110101")])
    }
}

@Suite("A doer")
struct DoerTests {
    @Test("is read as it was written")
    func roundTrip() {
        let doers: [Doer] = [
            .resident, .system("timekeeper"), .system(""), .officer(id: 12, unit: UnitCode("U0101")),
            .officer(id: .max, unit: UnitCode("a@b:c")), .officer(id: 1, unit: UnitCode("")),
        ]
        for doer in doers { #expect(Doer(doer.text) == doer) }
        #expect(Doer.officer(id: 12, unit: UnitCode("U0101")).text == "officer:12@U0101")
    }

    @Test(
        "is nobody when the text is something else",
        arguments: [
            "", "Resident", "resident ", "officer", "officer:", "officer:12", "officer:@U", "officer:x@U",
            "officer:99999999999999999999@U", "clerk:1@U",
        ])
    func nobody(text: String) { #expect(Doer(text) == nil) }
}
