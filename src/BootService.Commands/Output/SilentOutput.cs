namespace BootService.Commands.Output;

/// <summary>The output of a verb that is only tried: what it says of its work would not be true.</summary>
/// <param name="output">Where faults, progress and questions go all the same.</param>
internal sealed class SilentOutput(ICommandOutput output) : ICommandOutput
{
    /// <inheritdoc/>
    public void Message(string text)
    {
    }

    /// <inheritdoc/>
    public void Table(TableShape shape)
    {
    }

    /// <inheritdoc/>
    public ValueTask RowAsync(params ReadOnlySpan<Cell> cells) => default;

    /// <inheritdoc/>
    public ValueTask ProgressAsync(string text, long done, long total) => output.ProgressAsync(text, done, total);

    /// <inheritdoc/>
    public void Fault(string sentence) => output.Fault(sentence);

    /// <inheritdoc/>
    public void RunOnHosts(RemoteRun run)
    {
    }

    /// <inheritdoc/>
    public void AskForSecret(string what) => output.AskForSecret(what);

    /// <inheritdoc/>
    public void AskForFile(string path, bool mayBeFolder) => output.AskForFile(path, mayBeFolder);
}
