package dev.cyanotype.template;

import java.util.Objects;

/// A file in the users' folder that is no template, and why.
///
/// @param file its name, without the folder
/// @param line counted from 1; null where the whole file is meant
record RefusedTemplate(String file, Integer line, String reason) {

  RefusedTemplate {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(reason, "reason");
  }

  /// What is wrong, with the place: `line 7: /resources/0/type is required`.
  String problem() {
    return line == null ? reason : "line " + line + ": " + reason;
  }
}
