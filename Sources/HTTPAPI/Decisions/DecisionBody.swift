internal import Access
internal import Decisions
internal import JSON
internal import Placement
internal import ProblemTable
internal import Problems

/// What asks for one decision, or for several.
enum DecisionBody {
    case one(DecisionService.Request)
    case several([DecisionService.Request])

    /// The most requests in one list.
    static let largestBatch = 1000

    init(_ bytes: [UInt8], by principal: Principal) throws {
        let value = try JSONScanner.value(of: bytes)
        guard case .list(let elements) = value else {
            self = .one(try Self.request(value, by: principal))
            return
        }
        guard (1...Self.largestBatch).contains(elements.count) else {
            throw Problem(
                .invalidField,
                "the list has \(elements.count) requests; 1 to \(Self.largestBatch) are allowed at once",
                value: String(elements.count),
                allowed: ["1 to \(Self.largestBatch) requests"]
            )
        }
        var requests: [DecisionService.Request] = []
        requests.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            do throws(FieldFault) {
                requests.append(try Self.request(element, by: principal))
            } catch {
                throw Problem(error).at(index: index)
            }
        }
        self = .several(requests)
    }

    static let fields = ["domain", "workload", "constraints", "objective"]

    private static func request(_ value: Value, by principal: Principal) throws(FieldFault) -> DecisionService.Request {
        try Self.request(try JSONObject(value, allowed: Self.fields), by: principal)
    }

    /// - Parameter fields: Those of a request, and what the caller reads itself.
    static func request(_ fields: JSONObject, by principal: Principal) throws(FieldFault) -> DecisionService.Request {
        guard let workload = try fields.optionalObject("workload", allowed: nil) else {
            throw fields.missing("workload", expected: "an object with the workload's attributes")
        }
        return DecisionService.Request(
            domain: try fields.text("domain", characters: 1...200),
            attributes: workload.all,
            constraints: try Self.constraints(fields),
            objective: try fields.optionalWord("objective", of: Objective.self),
            caller: Caller.ID("\(principal)")
        )
    }

    private static func constraints(_ fields: JSONObject) throws(FieldFault) -> Constraints {
        let allowed = ["maxCost", "maxTimeSeconds", "only", "except"]
        guard let fields = try fields.optionalObject("constraints", allowed: allowed) else { return .none }
        return Constraints(
            maxCost: try fields.optionalNumber("maxCost", 0...Double.infinity),
            maxTimeSeconds: try fields.optionalNumber("maxTimeSeconds", 0...Double.infinity),
            only: try Self.values(fields, "only", atLeast: 1),
            except: try Self.values(fields, "except", atLeast: 0)
        )
    }

    /// Values by attribute.
    private static func values(
        _ fields: JSONObject,
        _ name: String,
        atLeast least: Int
    ) throws(FieldFault) -> [String: Set<String>] {
        guard let attributes = try fields.optionalObject(name, allowed: nil) else { return [:] }
        var values: [String: Set<String>] = [:]
        for attribute in attributes.names {
            guard let texts = try attributes.optionalTexts(attribute, atLeast: least) else { continue }
            values[attribute] = Set(texts)
        }
        return values
    }
}
