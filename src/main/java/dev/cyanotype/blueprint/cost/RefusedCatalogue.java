package dev.cyanotype.blueprint.cost;

import java.util.Objects;

/// A file in the users' folder that is no price catalogue, and why.
///
/// @param file its name, without the folder
/// @param line counted from 1; null where the whole file is meant
record RefusedCatalogue(String file, Integer line, String reason) {

  RefusedCatalogue {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(reason, "reason");
  }

  String problem() {
    return line == null ? reason : "line " + line + ": " + reason;
  }
}
