// SPDX-License-Identifier: AGPL-3.0-or-later

import Logging
import Platform
import ServiceLifecycle
import Storage

/// The house while it is open: worker, door for commands, pages. Closed in the opposite order, so
/// that nothing new comes in while what is in hand is finished.
struct Household {
  private let config: Config
  private let servesPages: Bool
  private let isDevelopment: Bool

  init(_ config: Config, servesPages: Bool, isDevelopment: Bool = false) {
    self.config = config
    self.servesPages = servesPages
    self.isDevelopment = isDevelopment
  }

  func run() async throws {
    let (house, rooms) = try await opened()
    do {
      try await services(house, rooms).run()
    } catch {
      await house.db.close()
      throw Opening.stop("\(error)", Opening.failed)
    }
    house.log.notice("Closed")
    await house.db.close()
  }

  private func opened() async throws -> (House, Rooms) {
    do {
      return try await Opening.house(config)
    } catch let busy as Opening.Busy {
      throw Opening.stop(busy.sentence, Opening.tryAgain)
    }
  }

  private func pages(_ house: House, _ rooms: Rooms) throws -> any Service {
    let address = config.baseURL
    let website = try rooms.website(of: house, isDevelopment: isDevelopment)
    return website.server(host: config.listen, port: config.port) { port in
      house.sayOpen()
      house.log.notice("Serving", ["address": address, "port": "\(port)"])
    }
  }

  private func services(_ house: House, _ rooms: Rooms) throws -> ServiceGroup {
    var services: [any Service] = [WorkerService(house: house, workings: rooms.workings)]
    services.append(try servesPages ? pages(house, rooms) : OpenSign(house: house))
    if servesPages, case .sqlite = config.database {
      services.append(try ControlService(house: house, verbs: rooms.workings.verbs))
    }
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "mainstay.lifecycle"))
    configuration.maximumGracefulShutdownDuration = .seconds(30)
    return ServiceGroup(configuration: configuration)
  }
}

extension House {
  /// Said once the port is ours and signals are heard: whoever waits for the word may close the
  /// house at once, and a signal nobody listens to yet would end the process as if it had failed.
  fileprivate func sayOpen() { log.notice("Open", ["data": config.dataFolder]) }
}

/// Where there are no pages to open, the house is open as soon as it runs.
private struct OpenSign: Service {
  let house: House

  func run() async throws {
    house.sayOpen()
    try await gracefulShutdown()
  }
}

/// The worker, as long as the house is open.
private struct WorkerService: Service {
  let worker: Worker

  init(house: House, workings: Workings) { worker = Worker(house: house, workings: workings) }

  func run() async throws {
    await withGracefulShutdownHandler {
      await worker.run()
    } onGracefulShutdown: {
      Task { await worker.stop() }
    }
  }
}

/// The door for commands on the same machine.
private struct ControlService: Service {
  let socket: ControlSocket

  init(house: House, verbs: [Verb]) throws {
    let folder = try DataFolder(preparing: house.config.dataFolder)
    socket = try ControlSocket(in: folder, of: house, verbs: verbs)
  }

  func run() async throws {
    defer { socket.close() }
    try await gracefulShutdown()
  }
}
