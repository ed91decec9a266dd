import Directory

/// A row of people as the directory takes it, told apart from the row of the pack's file.
typealias PeopleRow = PostRow
