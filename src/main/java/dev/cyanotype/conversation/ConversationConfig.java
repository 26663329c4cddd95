package dev.cyanotype.conversation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/// How conversations are remembered.
@ConfigMapping(prefix = "cyanotype.conversation")
interface ConversationConfig {

  /// Messages of a conversation that are put before the model again; user's and model's both count.
  @Min(2)
  @WithDefault("20")
  int maxMessages();
}
