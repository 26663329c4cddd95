package dev.cyanotype.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an API key is good for. None includes another.
public enum Role {
  /// To see what is stored and running.
  READ,
  /// To ask the model, and to change what is stored.
  WRITE,
  /// To change real infrastructure.
  DEPLOY;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> of(String id) {
    return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
  }
}
