public import Foundation
internal import Placement

/// A workload that needs a place, and what limits the choice.
public struct Request: Sendable {
    /// The decision's id, by which its outcome is told apart from others; yours to make unique.
    public var id: String
    /// When the decision is made. Features of the clock read it.
    public var at: Date
    /// What is known of the workload before it runs; see ``Domain/workloadAttributes``.
    public var workload: [String: AttributeValue]
    /// The highest predicted cost, in units of the domain's currency, above 0; `nil` for no limit. Needs a model.
    public var maxCost: Double?
    /// The longest predicted time, in seconds, above 0; `nil` for no limit. Needs a model.
    public var maxTimeSeconds: Double?
    /// For attributes of targets, the only values that are allowed, such as `["provider": ["aws", "gcp"]]`.
    public var only: [String: Set<String>]
    /// For attributes of targets, values that are not allowed.
    public var except: [String: Set<String>]

    /// A request.
    public init(
        id: String,
        at moment: Date,
        workload: [String: AttributeValue],
        maxCost: Double? = nil,
        maxTimeSeconds: Double? = nil,
        only: [String: Set<String>] = [:],
        except: [String: Set<String>] = [:]
    ) {
        self.id = id
        self.at = moment
        self.workload = workload
        self.maxCost = maxCost
        self.maxTimeSeconds = maxTimeSeconds
        self.only = only
        self.except = except
    }

    var constraints: Constraints {
        Constraints(
            maxCost: self.maxCost,
            maxTimeSeconds: self.maxTimeSeconds,
            only: self.only,
            except: self.except
        )
    }
}
