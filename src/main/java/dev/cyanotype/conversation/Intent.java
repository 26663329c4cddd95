package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

public enum Intent {
  CREATE_BLUEPRINT,
  CUSTOMIZE_TEMPLATE,
  LIST_TEMPLATES,
  ESTIMATE_COST,
  SECURITY_AUDIT,
  DEPLOY,
  STATUS,
  ROLLBACK,
  QUESTION;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
