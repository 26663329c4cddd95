package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/// What a user's message is after.
@RegisterForReflection
public enum Intent {
  CREATE_BLUEPRINT,
  CUSTOMIZE_TEMPLATE,
  LIST_TEMPLATES,
  ESTIMATE_COST,
  SECURITY_AUDIT,
  DEPLOY,
  STATUS,
  ROLLBACK,
  /// Anything else: an answer in prose will do.
  QUESTION;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Intent of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
