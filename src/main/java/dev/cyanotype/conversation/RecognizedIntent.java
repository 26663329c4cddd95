package dev.cyanotype.conversation;

import java.util.Map;

public record RecognizedIntent(Intent intent, double confidence, Map<String, Object> entities) {}
