/**
 * The walkthrough on a real cluster: each class that ends in {@code Chapter} is one, each of its
 * tests a scene, played by hands that a person has too (kubectl, docker) and judged by what is seen
 * from outside: answers, HAProxy's view in a caller's pod, what kubectl says.
 *
 * <p>Every scene begins and ends with everything steady ({@link io.smartstack.e2e.Stage}), so each
 * can be played alone.
 */
@NullMarked
package io.smartstack.e2e;

import org.jspecify.annotations.NullMarked;
