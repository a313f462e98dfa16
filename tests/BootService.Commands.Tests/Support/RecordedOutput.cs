using BootService.Commands.Catalog;
using BootService.Commands.Output;

namespace BootService.Commands.Tests.Support;

/// <summary>Keeps what a verb says.</summary>
internal sealed class RecordedOutput : ICommandOutput
{
    public TableShape? Shape { get; private set; }

    /// <summary>The verb that was called, whose rows must be as it declares them; null where nobody says.</summary>
    public CommandDeclaration? Verb { get; init; }

    public List<string[]> Rows { get; } = [];

    /// <summary>The cells of each row as programs get them.</summary>
    public List<Cell[]> Cells { get; } = [];

    /// <summary>The cells of each row that only programs see.</summary>
    public List<string[]> More { get; } = [];

    public List<string> Messages { get; } = [];

    public List<string> Faults { get; } = [];

    public List<(string Text, long Done, long Total)> Steps { get; } = [];

    public RemoteRun? Run { get; private set; }

    public string? Wanted { get; private set; }

    public void Table(TableShape shape) => Shape = Shape is null ? shape : throw new InvalidOperationException("a call has one table");

    public ValueTask RowAsync(params ReadOnlySpan<Cell> cells)
    {
        Xunit.Assert.Equal(Shape!.Headers.Length + Shape.More.Length, cells.Length);
        foreach (var (at, name) in Shape.Headers.Concat(Shape.More).Index())
        {
            if (Verb is not null && Verb.Row.FirstOrDefault(column => column.Name == name) is { } column && column.Fault(cells[at]) is { } fault)
            {
                throw new InvalidOperationException($"{Verb.Words}: {fault}");
            }
        }

        Cells.Add(cells.ToArray());
        More.Add([.. cells[Shape.Headers.Length..].ToArray().Select(cell => cell.ToString())]);
        Rows.Add([.. cells[..Shape.Headers.Length].ToArray().Select(cell => cell.ToString())]);
        return default;
    }

    public void Message(string text) => Messages.Add(text);

    public ValueTask ProgressAsync(string text, long done, long total)
    {
        Steps.Add((text, done, total));
        return default;
    }

    public void Fault(string sentence) => Faults.Add(sentence);

    public void RunOnHosts(RemoteRun run) => Run = run;

    public void AskForFile(string path, bool mayBeFolder) => Wanted = path;
}
