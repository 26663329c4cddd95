package dev.cyanotype.llm;

import java.util.List;

/// Providers of which the configuration says how many there are.
public interface LlmProviderFamily {

  List<LlmProvider> providers();
}
