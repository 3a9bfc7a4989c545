/**
 * The architecture as tests: rules for the compiled classes, the poms, the sources and the
 * documents. Every rule is shown to fire on a fault that is planted for it.
 */
package com.ayvlo.metrics.architecture;
