namespace BootService.Core.Profiles;

/// <summary>One reason why a profile cannot be rendered.</summary>
/// <param name="File">Path of the node or graph file as its library shows it; empty when no file is to blame.</param>
/// <param name="Line">Line in the file from 1; 0 when the whole file is meant.</param>
/// <param name="Column">Column in the line from 1; 0 when the whole line is meant.</param>
/// <param name="Node">The node the file belongs to (<c>base</c> for <c>extend-base.xml</c>); empty for a graph file.</param>
/// <param name="Attribute">The attribute the fault is about, such as the name of an undefined entity; otherwise null.</param>
/// <param name="Sentence">What is wrong and what to do, in one sentence without the place.</param>
public sealed record ProfileFault(string File, int Line, int Column, string Node, string? Attribute, string Sentence)
{
    /// <summary>Of which kind it is, so that many can be counted.</summary>
    public ProfileFaultKind Kind { get; init; }

    /// <summary>Place and sentence in one line: <c>nodes/base.xml:12:7: …</c>.</summary>
    public override string ToString() => (File, Line, Column) switch
    {
        ("", _, _) => Sentence,
        (_, 0, _) => $"{File}: {Sentence}",
        (_, _, 0) => $"{File}:{Line}: {Sentence}",
        _ => $"{File}:{Line}:{Column}: {Sentence}",
    };
}
