// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Agreements
import Clients
import Demo
import Desk
import Foundation
import Home
import Platform
import Portal
import Reviews
import Switching
import Web
import Work

/// The rooms of this house, each handed the same world.
struct Rooms {
  let list: [Room]
  let messages: Messages

  init(in house: House) {
    let messages = Rooms.messages(of: house)
    let pen = Pen(house, messages)
    self.messages = messages
    list = [
      AccessRoom.room(house), ClientsRoom.room(house),
      AgreementsRoom.room(
        house, foresight: ReviewsRoom.foresight(house), uncovered: DeskRoom.uncovered),
      WorkRoom.room,
      DeskRoom.room(pen), HomeRoom.room(house), PortalRoom.room(pen),
      ReviewsRoom.room(house), SwitchingRoom.room(house), Room("Demo", verbs: [World.verb(pen)]),
    ]
  }

  /// The ground floor's workings and every room's.
  var workings: Workings { list.map(\.workings).reduce(.ground, +) }

  /// The site these rooms make, with the keys that open it.
  func website(of house: House, isDevelopment: Bool = false) throws -> Website {
    let keys = Keys(house)
    let links = Links(house)
    return Website(
      house, rooms: list + (isDevelopment ? [Room("Style guide", routes: [StyleGuide.route])] : []),
      sessions: Sessions(
        member: keys.member, token: keys.token, visitor: links.visitor, nobody: keys.guest,
        renewal: PortalRoom.renewal),
      messages: messages, isDevelopment: isDevelopment)
  }

  /// Catalogues lie beside the folder of style sheets; without them everything is in English. One
  /// that can't be read is said, and no reason to keep the doors closed.
  private static func messages(of house: House) -> Messages {
    let folder = house.config.publicFolder.split(separator: "/").dropLast().joined(separator: "/")
    guard FileManager.default.fileExists(atPath: "/\(folder)/Messages") else { return .english }
    do {
      return try Messages.load(from: "/\(folder)/Messages")
    } catch {
      house.log.warning("The messages can't be read", ["folder": folder, "error": "\(error)"])
      return .english
    }
  }
}
