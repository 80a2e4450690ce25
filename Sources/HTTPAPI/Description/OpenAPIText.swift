/// `openapi.yaml` of the repository's root; `Scripts/embed-openapi.sh` writes this file.
enum OpenAPIText {
    static let yaml = #"""
        openapi: 3.1.0
        info:
          title: Berth
          version: 1.0.0
          summary: Decides where workloads run, records each decision, and learns from what became of it.
          description: |
            Bodies are JSON and read strictly: unknown and repeated fields, values of another type or out of range, and numbers
            that are not finite are refused with the field, what was found and what is allowed. `null` counts as left out.
            Unknown query parameters are refused too.

            Every refusal is a problem of RFC 9457. Every answer carries `X-Request-Id`: the request's own when that is 1 to 128
            printable ASCII characters, else a new one. Whatever answers GET answers HEAD.

            Times are ISO 8601 in UTC. Amounts of money are numbers in units of the domain's currency; a field's name ends with
            the currency where it has to be told.
        servers:
          - url: http://127.0.0.1:8080
        tags:
          - {name: decisions, description: 'Deciding, and the decisions that were made.'}
          - {name: telemetry, description: Runs that were made and what they came to.}
          - {name: control, description: What operators see and set.}
          - {name: tasks, description: 'Tasks that nodes run, and what becomes of them.'}
          - {name: nodes, description: The nodes that run tasks.}
          - {name: operation, description: 'Health, metrics, and this description.'}

        paths:
          /api/predict:
            post:
              tags: [decisions]
              operationId: predict
              summary: Decide where a piece of code runs, among the sandbox providers
              description: A decision of the domain `sandbox`, recorded like any other, in the words of sandbox routers.
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - name: explain
                  in: query
                  description: Whether the answer explains itself.
                  schema: {type: boolean, default: false}
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/PredictRequest'}
                    example:
                      spec: {language: python, code: 'print(sum(range(10)))', cpu: 1, memoryMB: 512, timeoutSeconds: 30}
                      constraints: {maxCostUSD: 0.01, excludeProviders: [modal]}
              responses:
                '200':
                  description: The decision. `provider` is null and `excluded` says why when no target is feasible.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/PredictAnswer'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '422': {$ref: '#/components/responses/Unprocessable'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/StoreFull'}

          /api/v1/decisions:
            post:
              tags: [decisions]
              operationId: decide
              summary: Decide where one workload runs, or several
              description: |
                A list is answered by a list in the same order, and all its decisions are recorded together. The first request
                that cannot be decided refuses the whole list; nothing is recorded then.
              parameters:
                - $ref: '#/components/parameters/RequestId'
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      oneOf:
                        - $ref: '#/components/schemas/DecisionRequest'
                        - type: array
                          minItems: 1
                          maxItems: 1000
                          items: {$ref: '#/components/schemas/DecisionRequest'}
                    example:
                      domain: sandbox
                      workload: {language: python, cpu: 1, memoryMB: 512}
                      constraints: {maxTimeSeconds: 20, except: {provider: [modal]}}
                      objective: cost
              responses:
                '200':
                  description: The decision, or the decisions.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema:
                        oneOf:
                          - $ref: '#/components/schemas/Decision'
                          - type: array
                            items: {$ref: '#/components/schemas/Decision'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '422': {$ref: '#/components/responses/Unprocessable'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/StoreFull'}
            get:
              tags: [decisions]
              operationId: listDecisions
              summary: Decisions that were made, the newest first
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - {name: domain, in: query, schema: {type: string, minLength: 1}}
                - {name: target, in: query, description: The chosen target., schema: {type: string, minLength: 1}}
                - {name: workload, in: query, description: The workload's key., schema: {type: string, minLength: 1}}
                - {name: from, in: query, description: Made then or later., schema: {type: string, format: date-time}}
                - {name: to, in: query, description: Made before., schema: {type: string, format: date-time}}
                - {name: observed, in: query, description: With or without an outcome., schema: {type: boolean}}
                - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 1000, default: 50}}
                - name: before
                  in: query
                  description: The `next` of the page before.
                  schema: {type: string, pattern: '^d-[0-7][0-9a-hjkmnp-tv-z]{12}$'}
              responses:
                '200':
                  description: A page.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/DecisionPage'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/decisions/{id}:
            parameters:
              - $ref: '#/components/parameters/RequestId'
              - $ref: '#/components/parameters/DecisionId'
            get:
              tags: [decisions]
              operationId: readDecision
              summary: The whole record of a decision, and what became of it
              responses:
                '200':
                  description: The record.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/DecisionRecord'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/decisions/{id}/explanation:
            parameters:
              - $ref: '#/components/parameters/RequestId'
              - $ref: '#/components/parameters/DecisionId'
            get:
              tags: [decisions]
              operationId: explainDecision
              summary: Why a decision came out as it did, in sentences and in numbers
              responses:
                '200':
                  description: The explanation.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Explanation'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/decisions/{id}/outcome:
            parameters:
              - $ref: '#/components/parameters/RequestId'
              - $ref: '#/components/parameters/DecisionId'
            post:
              tags: [decisions]
              operationId: reportOutcome
              summary: Report what became of a decision
              description: The answer means that the outcome is synced to disk. The same report again changes nothing.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/OutcomeReport'}
                    example: {durationMs: 812, costUSD: 0.0000216, success: true, metrics: {cpuMs: 640}}
              responses:
                '200':
                  description: The same outcome was known already.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/KeptOutcome'}
                '201':
                  description: The outcome is kept.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/KeptOutcome'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '409': {$ref: '#/components/responses/Conflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '422': {$ref: '#/components/responses/Unprocessable'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/StoreFull'}

          /api/telemetry/runs:
            post:
              tags: [telemetry]
              operationId: reportRuns
              summary: Report runs
              description: |
                One run, a list, or one run a line; all of one domain. 200 means that what is stored is synced to disk. The same
                run twice is one run. A body with a run that cannot be read is refused, and nothing of it is stored; the answer
                names the line. A single run that contradicts a known one is refused with 409.
              parameters:
                - $ref: '#/components/parameters/RequestId'
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      oneOf:
                        - $ref: '#/components/schemas/Run'
                        - type: array
                          minItems: 1
                          items: {$ref: '#/components/schemas/Run'}
                    example:
                      runId: r-1
                      domain: sandbox
                      provider: e2b
                      language: python
                      startedAt: '2026-01-31T12:00:00Z'
                      durationMs: 812
                      costUSD: 0.0000216
                      success: true
                      spec: {memoryMB: 512}
                      metrics: {cpuMs: 640}
                  application/x-ndjson:
                    schema: {type: string, description: One run a line.}
              responses:
                '200':
                  description: What became of the runs.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/RunReceipt'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '409': {$ref: '#/components/responses/Conflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '422': {$ref: '#/components/responses/Unprocessable'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/StoreFull'}

          /api/telemetry/training-data:
            get:
              tags: [telemetry]
              operationId: readTrainingData
              summary: Runs as they were reported, by their start
              description: The runs of a page can be sent to `POST /api/telemetry/runs` again.
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - $ref: '#/components/parameters/Domain'
                - {name: start, in: query, description: Started then or later., schema: {type: string, format: date-time}}
                - {name: end, in: query, description: Started before., schema: {type: string, format: date-time}}
                - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 10000, default: 1000}}
                - name: after
                  in: query
                  description: The `next` of the page before.
                  schema: {type: string, pattern: '^-?[0-9]{1,18}\..+$'}
              responses:
                '200':
                  description: A page.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/RunPage'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/telemetry/providers:
            get:
              tags: [telemetry]
              operationId: readProviderStatistics
              summary: What runs on each provider came to
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - $ref: '#/components/parameters/Domain'
                - name: hours
                  in: query
                  description: Only runs that ended in the current clock hour or in this many before it; all when left out.
                  schema: {type: integer, minimum: 1, maximum: 87840}
              responses:
                '200':
                  description: Statistics by provider and target.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/ProviderStatistics'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/costs:
            get:
              tags: [telemetry]
              operationId: readCosts
              summary: What runs cost, by domain, target and day
              description: |
                Of the runs that ended today or on the days before, UTC. Sums stay when runs are removed.
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - {name: days, in: query, schema: {type: integer, minimum: 1, maximum: 366, default: 30}}
                - {name: domain, in: query, description: Only this one., schema: {type: string, minLength: 1}}
              responses:
                '200':
                  description: The sums.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Costs'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/domains:
            get:
              tags: [control]
              operationId: listDomains
              summary: The domains, and how each decides now
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: The domains.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Domains'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /api/v1/domains/{domain}/policy:
            parameters:
              - $ref: '#/components/parameters/RequestId'
              - {name: domain, in: path, required: true, schema: {type: string, minLength: 1}}
            get:
              tags: [control]
              operationId: readPolicy
              summary: How a domain's decisions are made
              responses:
                '200':
                  description: The policy in force.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Policy'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
            put:
              tags: [control]
              operationId: setPolicy
              summary: Set how a domain's decisions are made
              description: In force for the next decision, and audited. What is left out besides the strategy stays as it is.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/PolicyChange'}
                    example: {strategy: hybrid, confidenceGate: 0.8, exploration: {share: 0.01, budget: 5}}
              responses:
                '200':
                  description: The policy in force.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Policy'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/StoreFull'}
            delete:
              tags: [control]
              operationId: resetPolicy
              summary: Go back to the policy of the domain's file
              description: |
                In force for the next decision, and audited. From then on the domain follows its file again, also after later
                edits. The same again changes nothing.
              responses:
                '200':
                  description: The policy in force.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Policy'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/StoreFull'}

          /api/v1/targets:
            get:
              tags: [control]
              operationId: listTargets
              summary: The targets, and whether each can take work
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - {name: domain, in: query, description: All domains when left out., schema: {type: string, minLength: 1}}
              responses:
                '200':
                  description: The targets.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Targets'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /api/v1/targets/{id}:
            parameters:
              - $ref: '#/components/parameters/RequestId'
              - {name: id, in: path, required: true, schema: {type: string, minLength: 1}}
              - name: domain
                in: query
                description: Needed where several domains have a target of this name.
                schema: {type: string, minLength: 1}
            get:
              tags: [control]
              operationId: readTarget
              summary: One target
              responses:
                '200':
                  description: The target.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Target'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '409': {$ref: '#/components/responses/Conflict'}
                '500': {$ref: '#/components/responses/InternalFault'}
            patch:
              tags: [control]
              operationId: setTarget
              summary: Enable, drain or disable a target
              description: In force for the next decision, and audited.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/TargetChange'}
                    example: {mode: draining, reason: maintenance at noon}
              responses:
                '200':
                  description: The target.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Target'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '409': {$ref: '#/components/responses/Conflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/StoreFull'}

          /api/submit-task:
            post:
              tags: [tasks]
              operationId: submitTask
              summary: Have a task run on a node that Berth chooses
              description: |
                The answer means that the task is synced to disk: a restart loses none. `wait` is for those who want the result
                in the same answer; whoever waits shorter than the task takes asks for it with `GET /api/tasks/{id}`. The same
                `idempotencyKey` again answers with the task that came with it first, for as long as that is kept.
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - name: wait
                  in: query
                  description: Seconds to wait for the task's end.
                  schema: {type: integer, minimum: 0, maximum: 60, default: 10}
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/TaskSubmission'}
                    example:
                      taskType: fraud_detection
                      priority: 6
                      latency: 6
                      payload: {amount: 129.9, merchant: electronics, isOnline: true}
              responses:
                '200':
                  description: The task has ended; `status` says how.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Task'}
                '202':
                  description: The task is taken, and has not ended yet.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Task'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/QueueFull'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/StoreFull'}

          /api/task-history:
            get:
              tags: [tasks]
              operationId: listTasks
              summary: Tasks, the newest first, without payloads and results
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 1000, default: 50}}
                - {name: status, in: query, schema: {$ref: '#/components/schemas/TaskStatus'}}
                - name: taskType
                  in: query
                  schema:
                    type: string
                    enum: [fraud_detection, image_classification, daily_report, ml_training, sensor_alert, command]
                - {name: node, in: query, description: The node that has it or had it last., schema: {type: string, minLength: 1}}
                - {name: kind, in: query, description: The chosen kind., schema: {$ref: '#/components/schemas/NodeKind'}}
                - {name: from, in: query, description: Submitted then or later., schema: {type: string, format: date-time}}
                - {name: until, in: query, description: Submitted before., schema: {type: string, format: date-time}}
                - name: before
                  in: query
                  description: The `next` of the page before.
                  schema: {type: string, pattern: '^[1-9][0-9]{0,18}$'}
              responses:
                '200':
                  description: A page.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/TaskPage'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/task-types:
            get:
              tags: [tasks]
              operationId: listTaskTypes
              summary: What can be submitted, and what belongs into the payloads
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: The task types.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/TaskTypes'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /api/tasks/{id}:
            parameters:
              - $ref: '#/components/parameters/RequestId'
              - $ref: '#/components/parameters/TaskId'
            get:
              tags: [tasks]
              operationId: readTask
              summary: One task, with payload and result
              responses:
                '200':
                  description: The task as it stands.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Task'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
            delete:
              tags: [tasks]
              operationId: cancelTask
              summary: Cancel a task; asking twice is asking once
              description: |
                A task that waits ends at once. Of one that a node has, the node is asked to stop it: it is `running` until the
                node has, and ends as `succeeded` when it was quicker.
              responses:
                '200':
                  description: The task, cancelled or being cancelled.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Task'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '409': {$ref: '#/components/responses/Conflict'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/tasks/{id}/events:
            get:
              tags: [tasks]
              operationId: followTask
              summary: One task as it goes, as Server-Sent Events
              description: |
                An event `task` at once, and one for each change and each step that the node tells of; its data is the task as
                `GET /api/tasks/{id}` has it. The stream ends with the task.
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - $ref: '#/components/parameters/TaskId'
              responses:
                '200':
                  description: The events.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content: {text/event-stream: {}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/live:
            get:
              tags: [tasks]
              operationId: live
              summary: Nodes, tasks and health while they change, as Server-Sent Events
              description: |
                At most once a second, and only what has changed: an event `nodes` with the body of `GET /api/node-status`, `tasks`
                with how many wait and run and the latest changed ones (`TaskNews`), `health` with the body of `GET /health`. A
                comment every ten seconds when there is nothing to tell.
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: The events.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content: {text/event-stream: {}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /api/v1/nodes:
            parameters:
              - $ref: '#/components/parameters/RequestId'
            get:
              tags: [nodes]
              operationId: listNodes
              summary: The nodes and how they are
              responses:
                '200':
                  description: The nodes, by name.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Nodes'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
            post:
              tags: [nodes]
              operationId: hearNode
              summary: A node registers and tells that it lives
              description: >-
                Sent by every node once a second. A node that is not heard for 3.5 seconds counts as lost, and is known again
                after its next heartbeat. Nothing is stored.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/NodeHeartbeat'}
                    example:
                      node:
                        id: edge-1
                        kind: edge
                        address: http://127.0.0.1:8001
                        taskTypes: [fraud_detection, sensor_alert]
                        slots: 2
                        queueLimit: 16
                        profile: {distanceMilliseconds: 5}
                      reading:
                        running: 1
                        queued: 0
                        cpuShare: 0.4
                        memoryShare: 0.2
                        isDraining: false
                        at: '2026-01-31T12:00:00Z'
              responses:
                '200':
                  description: The node is known.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/NodeHeard'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/node-status:
            get:
              tags: [nodes]
              operationId: nodeStatus
              summary: The same as GET /api/v1/nodes
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: The nodes, by name.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Nodes'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /api/v1/models:
            get:
              tags: [control]
              operationId: listModels
              summary: The registered models, and which versions serve
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: The models.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Models'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/models/{name}:
            parameters:
              - $ref: '#/components/parameters/RequestId'
              - $ref: '#/components/parameters/ModelName'
            get:
              tags: [control]
              operationId: readModel
              summary: One model with its versions
              responses:
                '200':
                  description: The model.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Model'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/models/{name}/serve:
            parameters:
              - $ref: '#/components/parameters/RequestId'
              - $ref: '#/components/parameters/ModelName'
            post:
              tags: [control]
              operationId: serveModel
              summary: Let a version serve
              description: |
                In force for the next decision, and audited. The version that served before stays at hand, to answer when this
                one fails and to go back to.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/ServeRequest'}
                    example: {version: v1.2.0}
              responses:
                '200':
                  description: What serves now.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/ServedModel'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '403': {$ref: '#/components/responses/ReadOnly'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '422': {$ref: '#/components/responses/Unprocessable'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/StoreFull'}

          /api/v1/models/{name}/quality:
            parameters:
              - {name: name, in: path, required: true, description: The model's name., schema: {type: string, minLength: 1}}
            get:
              tags: [control]
              operationId: readModelQuality
              summary: How a model's predictions compare with what was observed
              description: |
                From decisions whose outcome was reported, of whatever version of the model: of the last hours, and of more than
                4000 the newest.
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - {name: hours, in: query, schema: {type: integer, minimum: 1, maximum: 8784, default: 168}}
              responses:
                '200':
                  description: The figures.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/ModelQuality'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/models/{name}/importance:
            parameters:
              - {name: name, in: path, required: true, description: The model's name., schema: {type: string, minLength: 1}}
            get:
              tags: [control]
              operationId: readModelImportance
              summary: How much each feature matters to the model that serves
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: The features of each quantity that has trees, the most important first.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/ModelImportance'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '404': {$ref: '#/components/responses/NotFound'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /api/v1/audit:
            get:
              tags: [control]
              operationId: readAudit
              summary: What operators changed, the newest first
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 1000, default: 50}}
                - name: before
                  in: query
                  description: The `next` of the page before.
                  schema: {type: integer, minimum: 1, maximum: 9223372036854775807}
              responses:
                '200':
                  description: A page.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/AuditPage'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /health:
            get:
              tags: [operation]
              operationId: readHealth
              summary: Whether the service can take requests, with details
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: It can, perhaps degraded.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content: {application/json: {schema: {$ref: '#/components/schemas/Health'}}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503':
                  description: It starts, stops, or cannot write its store.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content: {application/json: {schema: {$ref: '#/components/schemas/Health'}}}

          /health/live:
            get:
              tags: [operation]
              operationId: readLiveness
              summary: Whether the process answers at all
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: It does.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content: {application/json: {schema: {$ref: '#/components/schemas/Liveness'}}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /health/ready:
            get:
              tags: [operation]
              operationId: readReadiness
              summary: Whether the service can take requests
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: It can, perhaps degraded.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content: {application/json: {schema: {$ref: '#/components/schemas/Readiness'}}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}
                '503':
                  description: It starts, stops, or cannot write its store.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content: {application/json: {schema: {$ref: '#/components/schemas/Readiness'}}}

          /metrics:
            get:
              tags: [operation]
              operationId: readMetrics
              summary: Metrics in Prometheus' text format
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: The metrics.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content: {text/plain: {schema: {type: string}}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /api/metrics:
            get:
              tags: [operation]
              operationId: readMetricsAsAskedFor
              summary: Metrics in Prometheus' text format, or as JSON when `Accept` asks for it
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: The metrics.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    text/plain: {schema: {type: string}}
                    application/json: {schema: {$ref: '#/components/schemas/Metrics'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /api/v1/metric-history:
            get:
              tags: [operation]
              operationId: readMetricHistory
              summary: What metrics were during the last hour
              description: |
                One value every five seconds, held in memory since the start of the process. Counters are as they stood then, so
                that a rate is a difference; a histogram `NAME` has `NAME_count` and `NAME_sum`. At most 200,000 values are given
                at once.
              parameters:
                - $ref: '#/components/parameters/RequestId'
                - name: name
                  in: query
                  required: true
                  description: Names of metrics, at most 20, with commas between them.
                  schema: {type: string, minLength: 1}
                  example: berth_decisions_total
                - {name: seconds, in: query, schema: {type: integer, minimum: 5, maximum: 3600, default: 3600}}
              responses:
                '200':
                  description: The series, by name and labels; all have equally many values.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/MetricHistory'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

          /openapi.yaml:
            get:
              tags: [operation]
              operationId: readDescription
              summary: This description
              parameters:
                - $ref: '#/components/parameters/RequestId'
              responses:
                '200':
                  description: The description.
                  headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
                  content: {application/yaml: {schema: {description: An OpenAPI document.}}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '405': {$ref: '#/components/responses/MethodNotAllowed'}
                '500': {$ref: '#/components/responses/InternalFault'}

        components:
          headers:
            RequestId:
              description: The request's id.
              required: true
              schema: {type: string, minLength: 1, maxLength: 128}

          parameters:
            RequestId:
              name: X-Request-Id
              in: header
              description: An id of the client's, at most 128 printable ASCII characters; any other is replaced.
              schema: {type: string}
            DecisionId:
              name: id
              in: path
              required: true
              description: A decision's id.
              schema: {type: string, minLength: 1}
              example: d-0kq1n5g2t0000
            Domain:
              name: domain
              in: query
              description: The domain `sandbox` when left out, or else the first by name.
              schema: {type: string, minLength: 1}
            TaskId:
              name: id
              in: path
              required: true
              description: A task's id.
              schema: {type: string, minLength: 1}
              example: 0b9f3c1e-5a4f-4f0e-9d52-9b1f0c6d2a11
            ModelName:
              name: name
              in: path
              required: true
              description: A model's name, which is that of its domain.
              schema: {type: string, minLength: 1}

          responses:
            BadRequest:
              description: The request cannot be read, or a field or parameter of it is not allowed.
              headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            NotFound:
              description: What is asked for is not there.
              headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            ReadOnly:
              description: The service is read-only, and this would change something.
              headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            MethodNotAllowed:
              description: The path does not answer this method; `Allow` names those that it does.
              headers:
                X-Request-Id: {$ref: '#/components/headers/RequestId'}
                Allow: {required: true, schema: {type: string}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            Conflict:
              description: The request contradicts what is known; that stands.
              headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            TooLarge:
              description: The body is larger than the path takes.
              headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            UnsupportedMediaType:
              description: The body is of another kind than the path takes.
              headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            Unprocessable:
              description: The request can be read and cannot be carried out; it asks for a provider that is not there, say.
              headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            QueueFull:
              description: As many tasks are open as may be; nothing was taken.
              headers:
                X-Request-Id: {$ref: '#/components/headers/RequestId'}
                Retry-After: {required: true, schema: {type: string}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            InternalFault:
              description: The service failed; its log has more under the request's id.
              headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            Unavailable:
              description: The service cannot answer now.
              headers:
                X-Request-Id: {$ref: '#/components/headers/RequestId'}
                Retry-After: {required: true, schema: {type: string}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}
            StoreFull:
              description: The disk is full; nothing was stored.
              headers: {X-Request-Id: {$ref: '#/components/headers/RequestId'}}
              content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}

          schemas:
            Problem:
              description: What is wrong (RFC 9457).
              type: object
              additionalProperties: false
              required: [type, title, status, detail, requestId]
              properties:
                type: {type: string, pattern: '^urn:berth:problem:[a-z-]+$'}
                title: {type: string}
                status: {type: integer, minimum: 400, maximum: 599}
                detail: {type: string}
                field: {type: string, description: 'Dotted path of the field, or name of the parameter, at fault.'}
                value: {type: string, description: What was found there.}
                allowed: {type: array, items: {type: string}, description: What is allowed there.}
                errors:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [detail]
                    properties:
                      line: {type: integer, minimum: 1}
                      field: {type: string}
                      detail: {type: string}
                requestId: {type: string}

            PredictRequest:
              type: object
              additionalProperties: false
              required: [spec]
              properties:
                spec:
                  description: Beside these, whatever else the domain's file reads of a workload.
                  type: object
                  required: [language]
                  properties:
                    language: {type: string, minLength: 1, maxLength: 100}
                    code: {type: [string, 'null']}
                    cpu: {type: [number, 'null'], minimum: 0, maximum: 1.0e+12, description: Virtual cores.}
                    memoryMB: {type: [number, 'null'], minimum: 0, maximum: 1.0e+12}
                    gpu: {type: [boolean, 'null']}
                    timeoutSeconds: {type: [number, 'null'], minimum: 0, maximum: 1.0e+12}
                    dependencies: {type: [array, 'null'], items: {type: string}}
                    environment: {type: [object, 'null'], additionalProperties: {type: [string, 'null']}}
                    files:
                      type: [array, 'null']
                      items:
                        type: object
                        additionalProperties: false
                        required: [path, bytes]
                        properties:
                          path: {type: string, minLength: 1, maxLength: 4096}
                          bytes: {type: number, minimum: 0, maximum: 1.0e+15}
                constraints:
                  type: [object, 'null']
                  additionalProperties: false
                  properties:
                    maxCostUSD: {type: [number, 'null'], minimum: 0, maximum: 1.0e+15}
                    maxLatencyMS: {type: [number, 'null'], minimum: 0, maximum: 1.0e+15}
                    providers: {type: [array, 'null'], minItems: 1, items: {type: string}}
                    excludeProviders: {type: [array, 'null'], items: {type: string}}
                    regions: {type: [array, 'null'], minItems: 1, items: {type: string}}

            PredictAnswer:
              type: object
              additionalProperties: false
              required:
                [decisionId, provider, target, region, confidence, strategy, basis, model, predicted, alternatives, excluded,
                  recorded]
              properties:
                decisionId: {type: string}
                provider: {type: [string, 'null'], description: Null when no target is feasible.}
                target: {type: [string, 'null']}
                region: {type: [string, 'null']}
                confidence: {$ref: '#/components/schemas/Confidence'}
                strategy: {$ref: '#/components/schemas/Strategy'}
                basis: {$ref: '#/components/schemas/Basis'}
                rule: {type: string, description: The rule that decided.}
                reason: {type: string, description: Why no model could answer.}
                model: {type: [string, 'null']}
                predicted:
                  description: What is expected of the choice; null without a model. Nine in ten real figures lie in the intervals.
                  type: [object, 'null']
                  additionalProperties: false
                  required: [costUSD, latencyMS, successRate, costUSDInterval, latencyMSInterval]
                  properties:
                    costUSD: {type: [number, 'null']}
                    latencyMS: {type: [number, 'null']}
                    successRate: {type: [number, 'null'], minimum: 0, maximum: 1}
                    costUSDInterval: {$ref: '#/components/schemas/Interval'}
                    latencyMSInterval: {$ref: '#/components/schemas/Interval'}
                alternatives:
                  description: The other feasible targets, the best first.
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [provider, target, costUSD, latencyMS, successRate]
                    properties:
                      provider: {type: string}
                      target: {type: string}
                      costUSD: {type: [number, 'null']}
                      latencyMS: {type: [number, 'null']}
                      successRate: {type: [number, 'null'], minimum: 0, maximum: 1}
                excluded:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [provider, target, reason]
                    properties:
                      provider: {type: string}
                      target: {type: string}
                      reason: {type: string}
                recorded: {type: boolean, description: Whether the record is safe on disk.}
                explanation: {type: array, items: {type: string}}

            Interval:
              type: array
              minItems: 2
              maxItems: 2
              items: {type: [number, 'null']}

            Confidence:
              description: Probability that the model's choice is within the tolerance of the best; null without a model.
              type: [number, 'null']
              minimum: 0
              maximum: 1

            Strategy:
              type: string
              enum: [rules, model, hybrid]

            Basis:
              description: Who decided in the end; null when no target is feasible.
              enum: [rules, model, exploration, low-confidence, model-unavailable, null]

            DecisionRequest:
              type: object
              additionalProperties: false
              required: [domain, workload]
              properties:
                domain: {type: string, minLength: 1, maxLength: 200}
                workload:
                  description: Attributes of the workload, as the domain declares them; see `GET /api/v1/domains`.
                  type: object
                  additionalProperties: true
                constraints:
                  type: [object, 'null']
                  additionalProperties: false
                  properties:
                    maxCost: {type: [number, 'null'], minimum: 0, description: In units of the domain's currency.}
                    maxTimeSeconds: {type: [number, 'null'], minimum: 0}
                    only:
                      description: For a target attribute, the only values that are allowed.
                      type: [object, 'null']
                      additionalProperties: {type: [array, 'null'], minItems: 1, items: {type: string}}
                    except:
                      description: For a target attribute, values that are not allowed.
                      type: [object, 'null']
                      additionalProperties: {type: [array, 'null'], items: {type: string}}
                objective: {enum: [cost, time, cost*time, null]}

            Estimate:
              description: A predicted quantity with the interval that holds the real one nine times in ten.
              type: object
              additionalProperties: false
              required: [value, lower, upper]
              properties:
                value: {type: [number, 'null']}
                lower: {type: [number, 'null']}
                upper: {type: [number, 'null']}

            Exclusion:
              description: Why a target could not be chosen; null for a feasible one.
              type: [object, 'null']
              additionalProperties: false
              required: [constraint, reason]
              properties:
                constraint: {type: string}
                reason: {type: string}

            Decision:
              type: object
              additionalProperties: false
              required:
                [id, at, domain, workload, objective, strategy, model, chosen, basis, confidence, propensity, candidates]
              properties:
                id: {type: string}
                at: {type: string}
                domain: {type: string}
                workload: {type: string, description: The workload's key.}
                objective: {$ref: '#/components/schemas/Objective'}
                strategy: {$ref: '#/components/schemas/Strategy'}
                model: {type: [string, 'null']}
                chosen: {type: [string, 'null'], description: The chosen target; null when none is feasible.}
                basis: {$ref: '#/components/schemas/Basis'}
                rule: {type: string, description: The rule that decided.}
                reason: {type: string, description: Why no model could answer.}
                confidence: {$ref: '#/components/schemas/Confidence'}
                propensity: {$ref: '#/components/schemas/Propensity'}
                candidates:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [target, prediction, exclusion, propensity]
                    properties:
                      target: {type: string}
                      prediction:
                        type: [object, 'null']
                        additionalProperties: false
                        required: [timeSeconds, cost, successProbability, situation]
                        properties:
                          timeSeconds: {$ref: '#/components/schemas/Estimate'}
                          cost: {$ref: '#/components/schemas/Estimate'}
                          successProbability: {type: [number, 'null'], minimum: 0, maximum: 1}
                          situation: {$ref: '#/components/schemas/Situation'}
                      exclusion: {$ref: '#/components/schemas/Exclusion'}
                      propensity: {$ref: '#/components/schemas/Propensity'}
                recorded: {type: boolean, description: Whether the record is safe on disk; in answers to a request.}
                outcome: {$ref: '#/components/schemas/Outcome'}

            Objective:
              description: What is made small; with weights the powers are spelled, as in cost^0.7*time^0.3.
              type: string
              pattern: ^(cost|time)(\^[0-9.e-]+)?(\*time(\^[0-9.e-]+)?)?$

            Propensity:
              description: Probability with which the target was, or would have been, chosen.
              type: [number, 'null']
              minimum: 0
              maximum: 1

            Situation:
              description: What the model has seen of the workload and the target.
              type: string
              enum: [known, new-target, new-workload]

            DecisionPage:
              type: object
              additionalProperties: false
              required: [decisions, next]
              properties:
                decisions: {type: array, items: {$ref: '#/components/schemas/Decision'}}
                next: {type: [string, 'null'], description: Ask for what lies before this id to go on; null at the end.}

            DecisionRecord:
              description: All that was known when the decision was made; from it the decision can be computed again.
              type: object
              additionalProperties: false
              required:
                [id, at, domain, workload, objective, strategy, model, chosen, basis, confidence, propensity, candidates,
                  constraints, policy, programHash, draws, explorationSpent, explorationCost, outcome]
              properties:
                id: {type: string}
                at: {type: string}
                domain: {type: string}
                workload:
                  type: object
                  additionalProperties: false
                  required: [key, attributes]
                  properties:
                    key: {type: string}
                    attributes: {type: object}
                objective: {$ref: '#/components/schemas/Objective'}
                strategy: {$ref: '#/components/schemas/Strategy'}
                model: {type: [string, 'null']}
                chosen: {type: [string, 'null']}
                basis: {$ref: '#/components/schemas/Basis'}
                rule: {type: string}
                reason: {type: string}
                confidence: {$ref: '#/components/schemas/Confidence'}
                propensity: {$ref: '#/components/schemas/Propensity'}
                candidates:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [target, attributes, features, prediction, exclusion, propensity]
                    properties:
                      target: {type: string}
                      attributes: {type: object}
                      features:
                        description: One number a column of the feature program; null where it is missing.
                        type: array
                        items: {type: [number, 'null']}
                      prediction:
                        type: [object, 'null']
                        additionalProperties: false
                        required:
                          [timeSeconds, cost, successProbability, situation, logValue, logValueDeviation, selectionProbability]
                        properties:
                          timeSeconds: {$ref: '#/components/schemas/Estimate'}
                          cost: {$ref: '#/components/schemas/Estimate'}
                          successProbability: {type: [number, 'null'], minimum: 0, maximum: 1}
                          situation: {$ref: '#/components/schemas/Situation'}
                          logValue: {type: [number, 'null']}
                          logValueDeviation: {type: [number, 'null']}
                          selectionProbability: {type: [number, 'null']}
                      exclusion: {$ref: '#/components/schemas/Exclusion'}
                      propensity: {$ref: '#/components/schemas/Propensity'}
                constraints:
                  type: object
                  additionalProperties: false
                  required: [maxCost, maxTimeSeconds, only, except]
                  properties:
                    maxCost: {type: [number, 'null']}
                    maxTimeSeconds: {type: [number, 'null']}
                    only: {type: object, additionalProperties: {type: array, items: {type: string}}}
                    except: {type: object, additionalProperties: {type: array, items: {type: string}}}
                policy: {$ref: '#/components/schemas/Policy'}
                programHash: {type: [string, 'null']}
                draws: {type: array, items: {type: [number, 'null']}}
                explorationSpent: {type: [number, 'null']}
                explorationCost: {type: [number, 'null']}
                outcome: {$ref: '#/components/schemas/Outcome'}

            Explanation:
              type: object
              additionalProperties: false
              required: [decisionId, sentences, contributions, baselines]
              properties:
                decisionId: {type: string}
                sentences: {type: array, items: {type: string}}
                contributions:
                  description: |
                    What the predictions for the chosen target and for the best other one are made of, the strongest first. With
                    the baseline, those of a target sum to the natural logarithm of its expected time (in seconds) or cost, and to
                    the log-odds of its success. Empty where the model that decided neither serves nor served last.
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [quantity, target, feature, value, contribution]
                    properties:
                      quantity: {type: string, enum: [time, cost, success]}
                      target: {type: string}
                      feature:
                        type: string
                        description: |
                          A feature, an expression that the quantity is proportional to, `price of an hour`, or `runs of this
                          workload`.
                      value: {type: [string, number, boolean, 'null'], description: What it was here.}
                      contribution: {type: number}
                baselines:
                  description: What the trees expect on average, at the mean price and size of the candidates.
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [quantity, target, value]
                    properties:
                      quantity: {type: string, enum: [time, cost, success]}
                      target: {type: string}
                      value: {type: number}

            OutcomeReport:
              description: |
                What became of a decision. The cost's field ends with the domain's currency, `costUSD` in most, and one is
                needed.
              type: object
              additionalProperties: false
              minProperties: 3
              required: [durationMs, success]
              properties:
                target: {type: [string, 'null'], minLength: 1, maxLength: 200, description: The chosen one when left out.}
                startedAt: {type: [string, 'null'], format: date-time, description: The decision's moment when left out.}
                durationMs: {type: number, minimum: 0, maximum: 1.0e+12}
                success: {type: boolean}
                error: {type: [string, 'null'], maxLength: 2000, description: Only of a run that failed.}
                metrics: {type: [object, 'null'], additionalProperties: {type: [number, boolean, 'null']}}
              patternProperties:
                '^cost[A-Z]{3}$': {type: number, minimum: 0, maximum: 9.0e+9}
              anyOf:
                - required: [costUSD]
                - not: {propertyNames: {not: {pattern: '^cost[A-Z]{3}$'}}}

            Outcome:
              description: What was reported of a decision; null until then.
              type: [object, 'null']
              additionalProperties: false
              required: [runId, target, startedAt, durationMs, success]
              properties:
                runId: {type: string}
                target: {type: string}
                startedAt: {type: string}
                durationMs: {type: number, minimum: 0}
                success: {type: boolean}
              patternProperties:
                '^cost[A-Z]{3}$': {type: number, minimum: 0}

            KeptOutcome:
              type: object
              additionalProperties: false
              required: [decisionId, outcome]
              properties:
                decisionId: {type: string}
                outcome: {$ref: '#/components/schemas/Outcome'}

            Run:
              description: |
                A run as it is reported. `target` names where it ran; `provider` does where the provider has one target only.
                The cost's field ends with the domain's currency, `costUSD` in most, and is needed. In a domain whose targets
                come from its runs, `targetAttributes` beside `target` says what the target is: one that is new, or has changed.
              type: object
              additionalProperties: false
              minProperties: 6
              required: [runId, startedAt, durationMs, success]
              properties:
                runId: {type: string, minLength: 1, maxLength: 200}
                decisionId: {type: [string, 'null'], description: The decision that led to it.}
                domain: {type: [string, 'null']}
                target: {type: [string, 'null']}
                targetAttributes:
                  type: [object, 'null']
                  maxProperties: 100
                  additionalProperties: {type: [number, boolean, string, 'null'], maxLength: 1000}
                provider: {type: [string, 'null']}
                language: {type: [string, 'null']}
                startedAt: {type: string, format: date-time}
                durationMs: {type: number, minimum: 0, maximum: 1.0e+12}
                success: {type: boolean}
                error: {type: [string, 'null'], maxLength: 2000, description: Only of a run that failed.}
                spec: {type: [object, 'null'], description: 'Attributes of the workload, as the domain declares them.'}
                metrics: {type: [object, 'null'], additionalProperties: {type: [number, boolean, 'null']}}
              patternProperties:
                '^cost[A-Z]{3}$': {type: number, minimum: 0, maximum: 9.0e+9}
              anyOf:
                - required: [costUSD]
                - not: {propertyNames: {not: {pattern: '^cost[A-Z]{3}$'}}}

            RunReceipt:
              type: object
              additionalProperties: false
              required: [domain, received, stored, duplicates, contradicting, unknownDecisions]
              properties:
                domain: {type: string}
                received: {type: integer, minimum: 0}
                stored: {type: integer, minimum: 0}
                duplicates: {type: integer, minimum: 0, description: Known already with the same content.}
                contradicting:
                  description: Ids of runs that are known with other content; the known ones stand.
                  type: array
                  items: {type: string}
                unknownDecisions:
                  description: Ids of runs that name a decision which is not in the log; they are not stored.
                  type: array
                  items: {type: string}

            RunPage:
              type: object
              additionalProperties: false
              required: [domain, runs, next]
              properties:
                domain: {type: string}
                runs: {type: array, items: {$ref: '#/components/schemas/Run'}}
                next: {type: [string, 'null'], description: Ask for what comes after this to go on; null at the end.}

            ProviderStatistics:
              type: object
              additionalProperties: false
              required: [domain, hours, providers]
              properties:
                domain: {type: string}
                hours: {type: [integer, 'null']}
                providers:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [provider, runs, successRate, meanDurationMs, availability, targets]
                    properties:
                      provider: {type: string}
                      runs: {type: integer, minimum: 1}
                      successRate: {type: [number, 'null'], minimum: 0, maximum: 1}
                      meanDurationMs: {type: [number, 'null'], minimum: 0}
                      availability:
                        description: Share of clock hours with runs in which at least one succeeded, each target's hours apart.
                        type: [number, 'null']
                        minimum: 0
                        maximum: 1
                      targets:
                        type: array
                        items:
                          type: object
                          additionalProperties: false
                          required: [target, runs, successRate, meanDurationMs, availability]
                          properties:
                            target: {type: string}
                            runs: {type: integer, minimum: 1}
                            successRate: {type: [number, 'null'], minimum: 0, maximum: 1}
                            meanDurationMs: {type: [number, 'null'], minimum: 0}
                            availability: {type: [number, 'null'], minimum: 0, maximum: 1}
                          patternProperties:
                            '^(mean|total)Cost[A-Z]{3}$': {type: [number, 'null']}
                    patternProperties:
                      '^(mean|total)Cost[A-Z]{3}$': {type: [number, 'null']}

            Domains:
              type: object
              additionalProperties: false
              required: [domains]
              properties:
                domains:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required:
                      [name, summary, objective, tolerance, currency, attributes, targets, policy, model, previousModel,
                        modelPaused, explorationSpent]
                    properties:
                      name: {type: string}
                      summary: {type: string}
                      objective:
                        description: What is made small; powers that a workload gives are expressions in parentheses.
                        type: string
                      tolerance: {type: number, minimum: 0}
                      currency: {type: string, pattern: '^[A-Z]{3}$'}
                      attributes: {type: array, items: {type: string}, description: What a workload may say.}
                      targets: {type: integer, minimum: 0, description: How many there are.}
                      policy: {$ref: '#/components/schemas/Policy'}
                      model: {type: [string, 'null']}
                      previousModel: {type: [string, 'null'], description: It answers when the serving one fails.}
                      modelPaused: {type: boolean, description: Whether the serving model rests after failing repeatedly.}
                      explorationSpent: {type: [number, 'null']}

            Policy:
              type: object
              additionalProperties: false
              required: [strategy, confidenceGate, exploration, weights]
              properties:
                strategy: {$ref: '#/components/schemas/Strategy'}
                confidenceGate:
                  description: The least confidence at which hybrid follows the model.
                  type: number
                  minimum: 0
                  maximum: 1
                exploration:
                  type: object
                  additionalProperties: false
                  required: [share, budget]
                  properties:
                    share: {type: number, minimum: 0, maximum: 1, description: Share of decisions drawn at random.}
                    budget: {type: [number, 'null'], minimum: 0, description: Predicted extra cost in all; null for no limit.}
                weights: {$ref: '#/components/schemas/Weights'}

            Weights:
              description: >-
                The powers of cost and time in the value that a decision makes small, in place of the domain's objective; at least
                one above 0. null leaves the domain's objective.
              type: [object, 'null']
              additionalProperties: false
              properties:
                cost: {type: [number, 'null'], minimum: 0, maximum: 100}
                time: {type: [number, 'null'], minimum: 0, maximum: 100}
              anyOf:
                - {type: 'null'}
                - {required: [cost], properties: {cost: {type: number, exclusiveMinimum: 0}}}
                - {required: [time], properties: {time: {type: number, exclusiveMinimum: 0}}}

            PolicyChange:
              type: object
              additionalProperties: false
              required: [strategy]
              properties:
                strategy: {$ref: '#/components/schemas/Strategy'}
                confidenceGate: {type: [number, 'null'], minimum: 0, maximum: 1}
                weights: {$ref: '#/components/schemas/Weights'}
                exploration:
                  type: [object, 'null']
                  additionalProperties: false
                  properties:
                    share: {type: [number, 'null'], minimum: 0, maximum: 1}
                    budget: {type: [number, 'null'], minimum: 0, description: Null takes the limit away.}

            NodeHeartbeat:
              type: object
              required: [node, reading]
              properties:
                node:
                  type: object
                  required: [id, kind, address, taskTypes, slots, queueLimit]
                  properties:
                    id: {type: string, pattern: '^[A-Za-z0-9._-]{1,64}$'}
                    kind: {type: string, enum: [edge, cloud, gpu]}
                    address: {type: string, pattern: '^http://.', minLength: 8, maxLength: 256}
                    taskTypes: {type: array, maxItems: 64, items: {type: string, pattern: '^[A-Za-z0-9._-]{1,64}$'}}
                    slots: {type: integer, minimum: 1, maximum: 1024}
                    queueLimit: {type: integer, minimum: 0, maximum: 100000}
                    profile:
                      type: [object, 'null']
                      description: What the node emulates; nothing when left out.
                      properties:
                        distanceMilliseconds: {type: [number, 'null'], minimum: 0, maximum: 60000}
                        slowdown: {type: [number, 'null'], minimum: 1, maximum: 1000}
                        pricePerHourUSD: {type: [number, 'null'], minimum: 0, maximum: 1000000}
                reading:
                  type: object
                  required: [running, queued, isDraining, at]
                  properties:
                    running: {type: integer, minimum: 0, maximum: 1000000}
                    queued: {type: integer, minimum: 0, maximum: 1000000}
                    cpuShare: {type: [number, 'null'], minimum: 0, maximum: 1}
                    memoryShare: {type: [number, 'null'], minimum: 0, maximum: 1}
                    isDraining: {type: boolean}
                    at: {type: string, format: date-time}

            NodeHeard:
              type: object
              additionalProperties: false
              required: [node, status, heartbeatSeconds]
              properties:
                node: {type: string}
                status: {$ref: '#/components/schemas/NodeStatus'}
                heartbeatSeconds: {type: number, description: Seconds until the next heartbeat is expected.}

            NodeStatus:
              type: string
              enum: [ready, draining, lost]

            Nodes:
              type: object
              additionalProperties: false
              required: [nodes]
              properties:
                nodes: {type: array, items: {$ref: '#/components/schemas/Node'}}

            Node:
              type: object
              additionalProperties: false
              required:
                [node, kind, status, address, taskTypes, slots, queueLimit, running, queued, load, cpuShare, memoryShare,
                latencyMS, lastHeartbeat, pricePerHourUSD, emulated, ordered, breaker]
              properties:
                node: {type: string}
                kind: {type: string, enum: [edge, cloud, gpu]}
                status: {$ref: '#/components/schemas/NodeStatus'}
                address: {type: string}
                taskTypes: {type: array, items: {type: string}}
                slots: {type: integer, description: Tasks at once.}
                queueLimit: {type: integer, description: Tasks that may wait.}
                running: {type: integer}
                queued: {type: integer}
                load:
                  description: >-
                    Percent of slots and queue that is taken: what Berth has ordered, and what others had given it by its last
                    reading.
                  type: number
                  minimum: 0
                  maximum: 100
                cpuShare: {type: [number, 'null'], description: Busy share of the node's processors, 0 to 1.}
                memoryShare: {type: [number, 'null'], description: Used share of the node's memory, 0 to 1.}
                latencyMS: {type: [number, 'null'], description: As measured here, the median of the last five; null until measured.}
                lastHeartbeat: {type: string, format: date-time}
                pricePerHourUSD: {type: [number, 'null'], description: Of a slot, as the node says; null without a price.}
                emulated: {type: array, items: {type: string}, description: What of the node is pretended.}
                ordered: {type: integer, minimum: 0, description: Tasks that Berth has ordered from it and that have not ended.}
                breaker:
                  description: '`open` keeps orders away after several failures in a row; `half-open` lets one try.'
                  type: string
                  enum: [closed, open, half-open]

            TaskStatus:
              description: |
                `queued` and `running` are open, the others are ends. `running` is what a node has, also in its queue.
                `outcome-unknown`: its node was lost, and it must not run twice. `abandoned`: it lost one node after the other.
              type: string
              enum: [queued, running, succeeded, failed, cancelled, timed-out, outcome-unknown, abandoned]

            NodeKind:
              type: string
              enum: [edge, cloud, gpu]

            TaskScale:
              description: From 1, hardly, to 10, above all.
              type: integer
              minimum: 1
              maximum: 10

            TaskSubmission:
              type: object
              additionalProperties: false
              required: [taskType]
              properties:
                taskType: {type: string, minLength: 1, maxLength: 100, description: One of `GET /api/task-types`.}
                priority: {type: [integer, 'null'], minimum: 1, maximum: 10, default: 5, description: Which of the waiting tasks goes first.}
                latency: {type: [integer, 'null'], minimum: 1, maximum: 10, default: 5, description: How soon the result is needed.}
                cost_sensitivity: {type: [integer, 'null'], minimum: 1, maximum: 10, default: 5, description: How much the price counts.}
                requiresGPU: {type: [boolean, 'null'], default: false, description: Only nodes of kind gpu may run it.}
                payload: {type: [object, 'null'], description: As the task type declares it; its defaults when left out.}
                timeoutSeconds:
                  description: From the node's acceptance until the task is stopped, waiting there included.
                  type: [number, 'null']
                  minimum: 0.001
                  maximum: 86400
                  default: 300
                isIdempotent:
                  description: Whether running it twice does no harm; as the task type declares when left out.
                  type: [boolean, 'null']
                idempotencyKey: {type: [string, 'null'], minLength: 1, maxLength: 128}

            Task:
              type: object
              additionalProperties: false
              required:
                [task_id, taskType, priority, latency, requiresGPU, cost_sensitivity, status, chosen_node, node, decisionId,
                confidence, predicted, explanation, execution_time, queued_time, total_time, cost, emulated, error, attempts,
                losses, submittedAt, endedAt, timeoutSeconds, isIdempotent, idempotencyKey, progress]
              properties:
                task_id: {type: string}
                taskType: {type: string}
                priority: {$ref: '#/components/schemas/TaskScale'}
                latency: {$ref: '#/components/schemas/TaskScale'}
                cost_sensitivity: {$ref: '#/components/schemas/TaskScale'}
                requiresGPU: {type: boolean}
                status: {$ref: '#/components/schemas/TaskStatus'}
                chosen_node: {type: [string, 'null'], enum: [EDGE, CLOUD, GPU, null], description: The kind that was chosen last.}
                node: {type: [string, 'null'], description: The node that has it or had it last.}
                decisionId:
                  description: The decision's record; null before one, and where none could be made.
                  type: [string, 'null']
                confidence: {type: [number, 'null'], minimum: 0, maximum: 1}
                predicted:
                  description: What was expected there; null where rules decided.
                  type: [object, 'null']
                  additionalProperties: false
                  required: [time, cost, successRate]
                  properties:
                    time: {type: [number, 'null'], description: Seconds from the order to the result.}
                    cost: {type: [number, 'null'], description: USD.}
                    successRate: {type: [number, 'null'], minimum: 0, maximum: 1}
                explanation: {type: [string, 'null'], description: 'Why it runs where it does, or why it waits.'}
                execution_time: {type: [number, 'null'], minimum: 0, description: Seconds in a slot of the node.}
                queued_time: {type: [number, 'null'], minimum: 0, description: Seconds in the node's queue.}
                total_time: {type: [number, 'null'], description: Seconds from submission to end.}
                cost: {type: [number, 'null'], minimum: 0, description: USD; null where the node has no price.}
                emulated: {type: array, items: {type: string}, description: What of the node that ran it is pretended.}
                error: {type: [string, 'null'], description: Why it did not succeed.}
                attempts: {type: integer, minimum: 0, description: Orders to nodes so far.}
                losses: {type: integer, minimum: 0, description: Nodes that were lost while they had it.}
                submittedAt: {type: string, format: date-time}
                endedAt: {type: [string, 'null'], format: date-time}
                timeoutSeconds: {type: number}
                isIdempotent: {type: boolean}
                idempotencyKey: {type: [string, 'null']}
                progress:
                  description: How far the node has come; null unless it tells.
                  type: [object, 'null']
                  additionalProperties: false
                  required: [share, message, figures]
                  properties:
                    share: {type: number, minimum: 0, maximum: 1}
                    message: {type: string}
                    figures: {type: object, additionalProperties: {type: number}}
                payload: {type: object, description: 'As it was checked, with defaults; only where one task is asked for.'}
                result: {description: 'What the work came to, null before; only where one task is asked for.'}

            TaskPage:
              type: object
              additionalProperties: false
              required: [tasks, next]
              properties:
                tasks: {type: array, items: {$ref: '#/components/schemas/Task'}}
                next: {type: [string, 'null'], description: '`before` of the next page; null on the last.'}

            TaskNews:
              type: object
              additionalProperties: false
              required: [queued, running, tasks]
              properties:
                queued: {type: integer, minimum: 0}
                running: {type: integer, minimum: 0}
                tasks:
                  description: Those that changed since the last event, the newest first.
                  type: array
                  maxItems: 50
                  items: {$ref: '#/components/schemas/Task'}

            TaskTypes:
              type: object
              additionalProperties: false
              required: [taskTypes]
              properties:
                taskTypes:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [name, title, summary, isIdempotent, payloadBytes, fields, example]
                    properties:
                      name: {type: string}
                      title: {type: string}
                      summary: {type: string}
                      isIdempotent: {type: boolean, description: Whether it may run again when its node is lost.}
                      payloadBytes: {type: integer, description: The most bytes of a payload.}
                      fields: {type: array, items: {$ref: '#/components/schemas/PayloadField'}}
                      example: {type: object}

            PayloadField:
              type: object
              additionalProperties: false
              required: [name, kind, minimum, maximum, allowed, required, default, unit, summary]
              properties:
                name: {type: string}
                kind: {type: string, enum: [number, wholeNumber, flag, text, word, numbers, texts]}
                minimum: {type: [number, 'null'], description: 'Of a number, of the bytes of a text, of the elements of a list.'}
                maximum: {type: [number, 'null']}
                allowed: {type: array, items: {type: string}, description: The words of a field of kind word.}
                required: {type: boolean}
                default: {description: 'What stands for a field that is left out; null without a default.'}
                unit: {type: [string, 'null']}
                summary: {type: string}

            Targets:
              type: object
              additionalProperties: false
              required: [targets]
              properties:
                targets: {type: array, items: {$ref: '#/components/schemas/Target'}}

            Target:
              type: object
              additionalProperties: false
              required: [id, domain, provider, available, reason, availability, attributes]
              properties:
                id: {type: string}
                domain: {type: string}
                provider: {type: string}
                available: {type: boolean}
                reason: {type: [string, 'null'], description: Why it is not available.}
                availability:
                  description: What each source says.
                  type: object
                  additionalProperties: false
                  required: [operator, probe, breaker]
                  properties:
                    operator:
                      type: object
                      additionalProperties: false
                      required: [mode, reason]
                      properties:
                        mode: {$ref: '#/components/schemas/TargetMode'}
                        reason: {type: [string, 'null']}
                    probe:
                      type: [object, 'null']
                      additionalProperties: false
                      required: [at, problem]
                      properties:
                        at: {type: string}
                        problem: {type: [string, 'null']}
                    breaker:
                      type: object
                      additionalProperties: false
                      required: [state, nextTrialAt]
                      properties:
                        state: {type: string, enum: [closed, open, half-open]}
                        nextTrialAt: {type: [string, 'null']}
                attributes: {type: object}

            TargetMode:
              description: A draining target takes no new work; a disabled one is switched off.
              type: string
              enum: [enabled, draining, disabled]

            TargetChange:
              type: object
              additionalProperties: false
              required: [mode]
              properties:
                mode: {$ref: '#/components/schemas/TargetMode'}
                reason: {type: [string, 'null'], minLength: 1, maxLength: 500}

            Models:
              type: object
              additionalProperties: false
              required: [models]
              properties:
                models: {type: array, items: {$ref: '#/components/schemas/Model'}}

            Model:
              type: object
              additionalProperties: false
              required: [name, serving, previous, versions]
              properties:
                name: {type: string}
                serving: {type: [string, 'null']}
                previous: {type: [string, 'null']}
                versions:
                  description: Ascending.
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required:
                      [version, role, parent, createdAt, trainingRuns, programHash, seed, library, parameters, metrics,
                        artifact, notes]
                    properties:
                      version: {type: string}
                      role: {enum: [serving, previous, null]}
                      parent: {type: [string, 'null']}
                      createdAt: {type: string}
                      trainingRuns:
                        type: object
                        additionalProperties: false
                        required: [from, to, count]
                        properties:
                          from: {type: string}
                          to: {type: string}
                          count: {type: integer, minimum: 0}
                      programHash: {type: string}
                      seed: {type: string, description: A whole number of 64 bits.}
                      library: {type: string}
                      parameters: {type: object, additionalProperties: {type: string}}
                      metrics: {type: object, additionalProperties: {type: number}}
                      artifact:
                        type: object
                        additionalProperties: false
                        required: [sha256, bytes]
                        properties:
                          sha256: {type: string}
                          bytes: {type: integer, minimum: 0}
                      notes: {type: array, items: {type: string}}

            ServeRequest:
              type: object
              additionalProperties: false
              required: [version]
              properties:
                version:
                  type: string
                  maxLength: 40
                  pattern: '^v?(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$'

            ServedModel:
              type: object
              additionalProperties: false
              required: [name, version, previous, since]
              properties:
                name: {type: string}
                version: {type: string}
                previous: {type: [string, 'null']}
                since: {type: string}

            AuditPage:
              type: object
              additionalProperties: false
              required: [entries, next]
              properties:
                entries:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [number, at, subject, name, before, after, actor, requestId]
                    properties:
                      number: {type: integer, minimum: 1}
                      at: {type: string}
                      subject: {type: string, enum: [policy, target, model]}
                      name: {type: string}
                      before: {description: What stood before; null where nothing was set.}
                      after: {description: What stands since.}
                      actor: {type: string, description: 'Who changed it: `local`, `token:NAME` or `node:ID`.'}
                      requestId: {type: [string, 'null']}
                next: {type: [integer, 'null'], description: Ask for what lies before this number to go on; null at the end.}

            Liveness:
              type: object
              additionalProperties: false
              required: [status]
              properties:
                status: {type: string, const: live}

            Readiness:
              type: object
              additionalProperties: false
              required: [status, reasons]
              properties:
                status:
                  description: '`degraded` takes requests, but not as well as it should: `reasons` says why.'
                  type: string
                  enum: [ready, degraded, not-ready]
                reasons: {type: array, items: {type: string}}

            Health:
              type: object
              additionalProperties: false
              required: [status, reasons, phase, version, startedAt, readOnly, checks]
              properties:
                status:
                  description: '`degraded` takes requests, but not as well as it should: `reasons` says why.'
                  type: string
                  enum: [ready, degraded, not-ready]
                reasons: {type: array, items: {type: string}}
                phase: {type: string, enum: [starting, running, stopping]}
                version: {type: string}
                startedAt: {type: string}
                readOnly: {type: boolean, description: Whether everything that would change something is refused.}
                checks:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [name, problem]
                    properties:
                      name: {type: string}
                      problem: {type: [string, 'null']}

            Costs:
              type: object
              required: [domains]
              additionalProperties: false
              properties:
                domains:
                  type: array
                  items:
                    type: object
                    required: [domain, currency, targets, days]
                    additionalProperties: false
                    properties:
                      domain: {type: string}
                      currency: {type: string, pattern: '^[A-Z]{3}$'}
                      targets:
                        type: array
                        description: Those with runs.
                        items:
                          type: object
                          required: [target, runs, failures, cost, seconds]
                          additionalProperties: false
                          properties:
                            target: {type: string}
                            runs: {type: integer, minimum: 1}
                            failures: {type: integer, minimum: 0}
                            cost: {type: number}
                            seconds: {type: number}
                      days:
                        type: array
                        minItems: 1
                        maxItems: 366
                        description: Every day asked for, ascending.
                        items:
                          type: object
                          required: [day, runs, cost]
                          additionalProperties: false
                          properties:
                            day: {type: string, format: date}
                            runs: {type: integer, minimum: 0}
                            cost: {type: number}

            ModelQuality:
              type: object
              required: [model, decisions, from, until, accuracy, calibration, points]
              additionalProperties: false
              properties:
                model: {type: string}
                decisions: {type: integer, minimum: 0, maximum: 4000, description: That were compared.}
                from: {type: string, format: date-time, description: Every observed decision from here on was looked at.}
                until: {type: string, format: date-time}
                accuracy:
                  type: array
                  description: Hours in which decisions were made that were observed, ascending.
                  items:
                    type: object
                    required: [at, decisions, timeError, costError, timeWithinInterval, success, successBrier]
                    additionalProperties: false
                    properties:
                      at: {type: string, format: date-time, description: The hour's start.}
                      decisions: {type: integer, minimum: 1}
                      timeError:
                        type: [number, 'null']
                        minimum: 0
                        description: Median of |predicted ÷ actual − 1| over runs that succeeded; null without any.
                      costError: {type: [number, 'null'], minimum: 0, description: The same of cost.}
                      timeWithinInterval:
                        type: [number, 'null']
                        minimum: 0
                        maximum: 1
                        description: Share of the runs that succeeded whose time fell into its predicted interval.
                      success: {type: number, minimum: 0, maximum: 1, description: Share of the runs that succeeded.}
                      successBrier:
                        type: number
                        minimum: 0
                        maximum: 1
                        description: Mean of (predicted probability − 1 or 0)².
                calibration:
                  type: array
                  maxItems: 10
                  description: Tenths of the predicted probability of success that hold a decision.
                  items:
                    type: object
                    required: [from, until, predicted, actual, count]
                    additionalProperties: false
                    properties:
                      from: {type: number, minimum: 0, maximum: 1}
                      until: {type: number, minimum: 0, maximum: 1}
                      predicted: {type: number, minimum: 0, maximum: 1, description: Mean.}
                      actual: {type: number, minimum: 0, maximum: 1, description: Share that succeeded.}
                      count: {type: integer, minimum: 1}
                points:
                  type: array
                  maxItems: 500
                  description: Of runs that succeeded, the newest decision first; seconds, and units of the domain's currency.
                  items:
                    type: object
                    required: [decision, target, predictedTime, actualTime, predictedCost, actualCost]
                    additionalProperties: false
                    properties:
                      decision: {type: string}
                      target: {type: string, description: Where it ran.}
                      predictedTime: {type: number, minimum: 0}
                      actualTime: {type: number, minimum: 0}
                      predictedCost: {type: number, minimum: 0}
                      actualCost: {type: number, minimum: 0}

            ModelImportance:
              type: object
              required: [model, version, quantities]
              additionalProperties: false
              properties:
                model: {type: string}
                version: {type: [string, 'null'], description: Of the one that serves; null without one.}
                quantities:
                  type: array
                  items:
                    type: object
                    required: [quantity, features]
                    additionalProperties: false
                    properties:
                      quantity: {$ref: '#/components/schemas/PredictedQuantity'}
                      features:
                        type: array
                        items:
                          type: object
                          required: [feature, gain, splits]
                          additionalProperties: false
                          properties:
                            feature: {type: string}
                            gain: {type: number, minimum: 0, maximum: 1, description: Share of what all splits gained.}
                            splits: {type: integer, minimum: 1}

            PredictedQuantity:
              type: string
              enum: [time, cost, success, selection]
              description: "`selection` is the classifier of the best target."

            MetricHistory:
              type: object
              required: [stepSeconds, at, leftOut, series]
              additionalProperties: false
              properties:
                stepSeconds: {type: integer, const: 5}
                at: {type: [string, 'null'], format: date-time, description: Of the newest values; null before the first.}
                leftOut: {type: integer, minimum: 0, description: Series that are not kept, since 2000 others are.}
                series:
                  type: array
                  items:
                    type: object
                    required: [name, labels, values]
                    additionalProperties: false
                    properties:
                      name: {type: string}
                      labels: {type: object, additionalProperties: {type: string}}
                      values:
                        type: array
                        maxItems: 720
                        items: {type: [number, 'null']}
                        description: Oldest first; null where the series was not there.

            Metrics:
              type: object
              additionalProperties: false
              required: [metrics]
              properties:
                metrics:
                  type: array
                  items:
                    type: object
                    additionalProperties: false
                    required: [name, kind, help, samples]
                    properties:
                      name: {type: string}
                      kind: {type: string, enum: [counter, gauge, histogram]}
                      help: {type: string}
                      samples:
                        type: array
                        items:
                          type: object
                          additionalProperties: false
                          required: [name, labels, value]
                          properties:
                            name: {type: string}
                            labels: {type: object, additionalProperties: {type: string}}
                            value: {type: [number, 'null']}
        """#
}
