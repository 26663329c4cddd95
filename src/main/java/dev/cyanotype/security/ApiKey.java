package dev.cyanotype.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Set;

/// A key that may be shown, kept as the SHA-256 of its secret only.
final class ApiKey {

  private final String name;
  private final Set<Role> roles;
  private final byte[] digest;

  ApiKey(String name, Set<Role> roles, byte[] digest) {
    this.name = Objects.requireNonNull(name, "name");
    this.roles = Set.copyOf(roles);
    this.digest = digest.clone();
  }

  static byte[] digestOf(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String name() {
    return name;
  }

  Set<Role> roles() {
    return roles;
  }

  boolean has(Role role) {
    return roles.contains(role);
  }

  /// In a time that does not tell how much of it is alike.
  boolean matches(byte[] shown) {
    return MessageDigest.isEqual(digest, shown);
  }

  boolean isOfTheSecretOf(ApiKey other) {
    return matches(other.digest);
  }

  @Override
  public String toString() {
    return name;
  }
}
