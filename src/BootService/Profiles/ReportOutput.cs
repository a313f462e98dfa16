using System.Text;
using BootService.Commands.Output;

namespace BootService.Profiles;

/// <summary>Gathers what a report says as one text: its messages, the texts of a plain table, the rows of another with tabs between their cells.</summary>
internal sealed class ReportOutput : ICommandOutput
{
    private readonly StringBuilder _text = new();
    private bool _isPlain;

    /// <summary>The text; each part ends in a newline.</summary>
    public string Text => _text.ToString();

    /// <inheritdoc/>
    public void Table(TableShape shape) => _isPlain = shape.Plain;

    /// <inheritdoc/>
    public ValueTask RowAsync(params ReadOnlySpan<Cell> cells)
    {
        Message(_isPlain ? cells[^1].ToString() : string.Join('\t', cells.ToArray()));
        return default;
    }

    /// <inheritdoc/>
    public void Message(string text) => _text.Append(text).Append(text.EndsWith('\n') ? "" : "\n");

    /// <inheritdoc/>
    public ValueTask ProgressAsync(string text, long done, long total) => default;

    /// <inheritdoc/>
    public void Fault(string sentence)
    {
        // The call ends with a refusal, which says enough.
    }

    /// <inheritdoc/>
    public void RunOnHosts(RemoteRun run) => throw new InvalidOperationException("a report runs nothing on hosts");

    /// <inheritdoc/>
    public void AskForFile(string path, bool mayBeFolder)
    {
        // Nobody is there to be asked; the call ends with a refusal that says so.
    }
}
