namespace BootService.Cli;

/// <summary>Something on this side of the socket keeps the command from being carried out; the message is the sentence that is shown. Exit code 1.</summary>
internal sealed class CliFault(string sentence) : Exception(sentence);
