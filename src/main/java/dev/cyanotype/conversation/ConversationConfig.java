package dev.cyanotype.conversation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How conversations are remembered.
@ConfigMapping(prefix = "cyanotype.conversation")
interface ConversationConfig {

  /// Messages of a conversation that are put before the model again; user's and model's both count.
  @WithDefault("20")
  int maxMessages();
}
