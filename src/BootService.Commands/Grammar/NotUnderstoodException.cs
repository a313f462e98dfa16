namespace BootService.Commands.Grammar;

/// <summary>A command line that says nothing we know: exit code 2. The message is the whole sentence, the usage among it.</summary>
/// <param name="sentence">The sentence, without <c>error - </c> before it and without a full stop. What it repeats of any input is cut to its
/// beginning.</param>
public sealed class NotUnderstoodException(string sentence) : Exception(Core.Quoted.Bounded(sentence));
