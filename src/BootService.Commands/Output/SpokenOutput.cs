namespace BootService.Commands.Output;

/// <summary>The output of a verb that changes something: it remembers whether the verb has said itself what it did.</summary>
internal sealed class SpokenOutput(ICommandOutput output) : ICommandOutput
{
    /// <summary>Whether the verb said what it did.</summary>
    public bool HasSpoken { get; private set; }

    /// <inheritdoc/>
    public void Message(string text)
    {
        HasSpoken = true;
        output.Message(text);
    }

    /// <summary>Whether the verb said why there was less to do than was asked for.</summary>
    public bool HasRemarked { get; private set; }

    /// <summary>Says something beside what was done.</summary>
    public void Remark(string text)
    {
        HasRemarked = true;
        output.Message(text);
    }

    /// <inheritdoc/>
    public void Table(TableShape shape)
    {
        HasSpoken = true;
        output.Table(shape);
    }

    /// <inheritdoc/>
    public ValueTask RowAsync(params ReadOnlySpan<Cell> cells) => output.RowAsync(cells);

    /// <inheritdoc/>
    public ValueTask ProgressAsync(string text, long done, long total) => output.ProgressAsync(text, done, total);

    /// <inheritdoc/>
    public void Fault(string sentence) => output.Fault(sentence);

    /// <inheritdoc/>
    public void RunOnHosts(RemoteRun run) => output.RunOnHosts(run);

    /// <inheritdoc/>
    public void AskForSecret(string what) => output.AskForSecret(what);

    /// <inheritdoc/>
    public void AskForFile(string path, bool mayBeFolder) => output.AskForFile(path, mayBeFolder);
}
