package dev.cyanotype.conversation;

import java.util.Map;
import java.util.Set;

public final class IntentClassifier {
  private IntentClassifier() {}

  public static RecognizedIntent classify(String message, Set<String> templates) {
    return new RecognizedIntent(Intent.CREATE_BLUEPRINT, 0.9, Map.of());
  }
}
