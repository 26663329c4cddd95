package dev.cyanotype.conversation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Who says what a message asks for.
@ConfigMapping(prefix = "cyanotype.intent")
interface IntentConfig {

  @WithDefault("builtin")
  Mode mode();

  enum Mode {
    /// The classifier in this program: under a millisecond, no call.
    BUILTIN,
    /// The configured OpenAI-compatible model, before the answer is asked for; the classifier
    /// where it fails.
    MODEL
  }
}
