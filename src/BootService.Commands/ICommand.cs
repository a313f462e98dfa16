namespace BootService.Commands;

/// <summary>
/// What carries a verb out. One instance serves all calls, several at once. It never prints: it says rows and sentences to the call's output.
/// </summary>
internal interface ICommand
{
    /// <exception cref="Core.RefusedException">It cannot be done; the sentence says why.</exception>
    /// <exception cref="Grammar.NotUnderstoodException">The words make no sense together.</exception>
    Task RunAsync(CommandCall call, CancellationToken cancel);
}
