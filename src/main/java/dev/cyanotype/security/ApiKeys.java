package dev.cyanotype.security;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The keys that may be shown.
final class ApiKeys {

  /// A longer one is not even hashed.
  static final int MAX_SECRET = 512;

  private final List<ApiKey> keys;

  /// @throws IllegalArgumentException where two names share a secret
  ApiKeys(List<ApiKey> keys) {
    this.keys = List.copyOf(keys);
    for (int i = 0; i < keys.size(); i++) {
      for (ApiKey before : keys.subList(0, i)) {
        if (before.isOfTheSecretOf(keys.get(i))) {
          throw new IllegalArgumentException(
              "the keys '%s' and '%s' have the same secret".formatted(before, keys.get(i)));
        }
      }
    }
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /// Compares with every key, whichever it is, so that the time does not tell.
  Optional<ApiKey> find(String secret) {
    if (secret.length() > MAX_SECRET) {
      return Optional.empty();
    }
    byte[] digest = ApiKey.digestOf(secret);
    ApiKey found = null;
    for (ApiKey key : keys) {
      found = key.matches(digest) ? key : found;
    }
    return Optional.ofNullable(found);
  }

  /// The names only.
  @Override
  public String toString() {
    return keys.stream().map(ApiKey::name).distinct().collect(Collectors.joining(", "));
  }
}
