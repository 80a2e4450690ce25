/// A bounded dictionary that forgets what was not asked for longest.
package struct LeastRecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Node {
        let key: Key
        var value: Value
        var newer: Int?
        var older: Int?
    }

    private let capacity: Int
    private var nodes: [Node] = []
    private var places: [Key: Int] = [:]
    private var newest: Int?
    private var oldest: Int?

    /// - Parameter capacity: At least 1.
    package init(capacity: Int) {
        precondition(capacity > 0, "a cache holds at least one entry")
        self.capacity = capacity
    }

    /// Entries that are kept, at most the capacity.
    package var count: Int { self.places.count }

    /// The value of a key, which is then the newest.
    package mutating func value(for key: Key) -> Value? {
        guard let place = self.places[key] else { return nil }
        self.unlink(place)
        self.link(place)
        return self.nodes[place].value
    }

    /// Changes a value where it is, without making it the newest.
    package mutating func update(_ key: Key, _ change: (inout Value) -> Void) {
        if let place = self.places[key] { change(&self.nodes[place].value) }
    }

    /// Keeps a value as the latest one asked for; in a full cache the entry that was not asked for longest goes.
    package mutating func insert(_ value: Value, for key: Key) {
        if let place = self.places[key] {
            self.nodes[place].value = value
            self.unlink(place)
            self.link(place)
        } else if self.nodes.count < self.capacity {
            self.nodes.append(Node(key: key, value: value))
            self.places[key] = self.nodes.count - 1
            self.link(self.nodes.count - 1)
        } else if let place = self.oldest {
            self.unlink(place)
            self.places[self.nodes[place].key] = nil
            self.nodes[place] = Node(key: key, value: value)
            self.places[key] = place
            self.link(place)
        }
    }

    /// Forgets a key, if it is there.
    package mutating func remove(_ key: Key) {
        guard let place = self.places.removeValue(forKey: key) else { return }
        self.unlink(place)
        // The last node takes the free place, so that the array has no holes.
        let last = self.nodes.count - 1
        if place != last {
            let moved = self.nodes[last]
            self.nodes[place] = moved
            self.places[moved.key] = place
            if let newer = moved.newer { self.nodes[newer].older = place } else { self.newest = place }
            if let older = moved.older { self.nodes[older].newer = place } else { self.oldest = place }
        }
        self.nodes.removeLast()
    }

    /// Forgets all keys; the capacity stays.
    package mutating func removeAll() { self = Self(capacity: self.capacity) }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (self.nodes[place].newer, self.nodes[place].older)
        if let newer { self.nodes[newer].older = older } else { self.newest = older }
        if let older { self.nodes[older].newer = newer } else { self.oldest = newer }
    }

    private mutating func link(_ place: Int) {
        self.nodes[place].newer = nil
        self.nodes[place].older = self.newest
        if let newest = self.newest { self.nodes[newest].newer = place } else { self.oldest = place }
        self.newest = place
    }
}
