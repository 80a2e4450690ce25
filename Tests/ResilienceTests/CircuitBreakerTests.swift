import Placement
import Resilience
import Testing

struct CircuitBreakerTests {
    private static let start = Timestamp(microseconds: 1_767_225_600_000_000)

    @Test func `a success in between starts the count anew`() {
        var breaker = CircuitBreaker(.init(failures: 2, pauseSeconds: 10))
        for _ in 0..<5 {
            breaker.failed(at: Self.start)
            #expect(!breaker.isOpen)
            breaker.succeeded()
        }
    }

    @Test func `while a trial is under way no other call is let through`() {
        var breaker = CircuitBreaker(.init(failures: 1, pauseSeconds: 10))
        breaker.failed(at: Self.start)
        // A late report of a call that began before changes nothing.
        breaker.failed(at: Self.start.advanced(bySeconds: 9))
        let after = Self.start.advanced(bySeconds: 10)
        let trials = [breaker.mayCall(at: after), breaker.mayCall(at: after)]
        #expect(trials == [true, false])
        #expect(breaker.isOpen)
        breaker.succeeded()
        let isClosedAgain = breaker.mayCall(at: after)
        #expect(isClosedAgain)
    }

    @Test func `a trial that nobody reports on is given up where a limit says so`() {
        for (trialSeconds, isGivenUp) in [(nil, false), (20.0, true)] {
            var breaker = CircuitBreaker(.init(failures: 1, pauseSeconds: 10, trialSeconds: trialSeconds))
            breaker.failed(at: Self.start)
            let trial = Self.start.advanced(bySeconds: 10)
            #expect(breaker.phase(at: trial) == .halfOpen)
            breaker.called(at: trial)
            #expect(!breaker.allows(at: trial.advanced(bySeconds: 19.9)))
            #expect(breaker.allows(at: trial.advanced(bySeconds: 20)) == isGivenUp)
            #expect(breaker.nextTrial == (isGivenUp ? trial.advanced(bySeconds: 20) : nil))
        }
    }

    @Test func `a call that is not made after all leaves the trial to the next one`() {
        var breaker = CircuitBreaker(.init(failures: 1, pauseSeconds: 10))
        breaker.failed(at: Self.start)
        let trial = Self.start.advanced(bySeconds: 10)
        breaker.called(at: trial)
        breaker.withdrew(at: trial)
        #expect(!breaker.isHalfOpen && breaker.isOpen)
        #expect(breaker.allows(at: trial))
    }

    @Test func `a clock that goes back opens the way`() {
        var breaker = CircuitBreaker(.init(failures: 1, pauseSeconds: 10))
        breaker.failed(at: Self.start)
        #expect(!breaker.allows(at: Self.start.advanced(bySeconds: 9)))
        #expect(breaker.allows(at: Self.start.advanced(bySeconds: -1)))
    }
}
