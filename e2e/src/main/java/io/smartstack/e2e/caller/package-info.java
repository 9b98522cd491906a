/**
 * What runs in the pod that calls: comes in orders by HTTP; goes out calls to localhost and what
 * became of them. It is the walkthrough's own load, so that a lost call is the same thing here and
 * there; and it goes on by itself when nobody can reach it, as while the API server is stopped.
 */
@NullMarked
package io.smartstack.e2e.caller;

import org.jspecify.annotations.NullMarked;
