namespace BootService.Commands.Catalog;

/// <summary>Parameters that every verb takes; they say how its table is shown.</summary>
internal static class CommonParameters
{
    /// <summary>What a format begins with that names one column.</summary>
    public const string ColumnPrefix = "col:";

    /// <summary>The one that chooses columns.</summary>
    public const string Columns = "output-col";

    /// <summary>All of them, in the order in which help shows them.</summary>
    public static ParameterDeclaration[] All { get; } =
    [
        new("output-format", ValueKind.Choice, Required: false, ["text", "json", "csv", "yaml", "python", "shell", ColumnPrefix + "NAME", "null"],
            "How the table is written: text for people, json (typed), csv, yaml or python for programs, shell for variables to evaluate,"
                + " col:NAME for the values of one column, null for nothing."),
        new("output-header", ValueKind.Flag, Required: false, [], "Whether the table has its header; yes unless said otherwise."),
        new(Columns, ValueKind.Text, Required: false, [], "The columns to show, with commas between them."),
    ];
}
