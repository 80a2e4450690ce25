internal import Nodes

/// Tasks of one priority, first come, first served; one that comes back from a node stands in front.
///
/// Each has a place, a number that stays; who leaves from the middle leaves a gap, which is passed over once.
struct TaskLine: Sendable {
    private var line: [Int: TaskOrder.ID] = [:]
    private var places: [TaskOrder.ID: Int] = [:]
    private var front = 0
    private var end = 0

    var count: Int { self.places.count }
    var first: TaskOrder.ID? { self.line[self.front] }

    mutating func append(_ id: TaskOrder.ID) {
        self.put(id, at: self.end)
        self.end += 1
    }

    mutating func putBack(_ id: TaskOrder.ID) {
        self.front -= 1
        self.put(id, at: self.front)
    }

    mutating func remove(_ id: TaskOrder.ID) {
        guard let place = self.places.removeValue(forKey: id) else { return }
        self.line[place] = nil
        while self.front < self.end, self.line[self.front] == nil { self.front += 1 }
    }

    private mutating func put(_ id: TaskOrder.ID, at place: Int) {
        precondition(self.places[id] == nil, "a task stands in line once")
        self.line[place] = id
        self.places[id] = place
    }
}
