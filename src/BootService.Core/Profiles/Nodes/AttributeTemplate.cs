using System.Text;

namespace BootService.Core.Profiles.Nodes;

/// <summary>A piece of a node file's text: literal characters, or the name of an attribute whose value stands there.</summary>
/// <param name="Text">The characters with XML escapes resolved, or the attribute's name.</param>
/// <param name="IsEntity">Whether <paramref name="Text"/> is a name.</param>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Column">Column in the line, from 1.</param>
internal readonly record struct TextRun(string Text, bool IsEntity, int Line, int Column);

/// <summary>Text with slots for attribute values. The values are data: they are put in as they are and never read as XML.</summary>
internal sealed class AttributeTemplate(IReadOnlyList<TextRun> runs)
{
    private readonly TextRun[] _runs = [.. runs];

    public static AttributeTemplate Empty { get; } = new([]);

    public ReadOnlySpan<TextRun> Runs => _runs;

    public int Line => _runs is [var first, ..] ? first.Line : 0;

    public int Column => _runs is [var first, ..] ? first.Column : 0;

    public bool IsBlank => _runs.All(run => !run.IsEntity && string.IsNullOrWhiteSpace(run.Text));

    /// <summary>The text when it has no slots, otherwise null.</summary>
    public string? Constant => _runs switch
    {
        [] => "",
        [{ IsEntity: false } only] => only.Text,
        _ => null,
    };

    public static AttributeTemplate Of(string text, int line, int column) => new([new TextRun(text, false, line, column)]);

    /// <summary>The text with each slot as its name between two <paramref name="mark"/>.</summary>
    public string Marked(char mark)
    {
        var text = new StringBuilder();
        foreach (var run in _runs)
        {
            text.Append(run.IsEntity ? $"{mark}{run.Text}{mark}" : run.Text);
        }

        return text.ToString();
    }
}
