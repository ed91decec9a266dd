import Storage

// GRDB has types of the same names; in this room the house's are meant.
typealias SQL = Storage.SQL
typealias Row = Storage.Row
