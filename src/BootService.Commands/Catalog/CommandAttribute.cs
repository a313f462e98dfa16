namespace BootService.Commands.Catalog;

/// <summary>Declares a verb. Command line, HTTP API, help, completion and manual are made from it.</summary>
/// <param name="words">The words that call it, such as <c>set host attr</c>; the folders and the class are called so too.</param>
/// <param name="help">What it does, one sentence.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CommandAttribute(string words, string help) : Attribute
{
    public string Words => words;

    public string Help => help;

    /// <summary>Other words that call it too, with <c>|</c> between them.</summary>
    public string Aliases { get; init; } = string.Empty;

    /// <summary>More to know, in whole sentences.</summary>
    public string Detail { get; init; } = string.Empty;

    /// <summary>A command line as it is typed.</summary>
    public string Example { get; init; } = string.Empty;

    /// <summary>Whether it heeds a trial itself, where it acts through more than the appliance.</summary>
    public bool HeedsDryrun { get; init; }

    /// <summary>
    /// Whether a trial is its own business from end to end, because what it changes is not the appliance's; it declares the parameter itself.
    /// </summary>
    public bool OwnDryrun { get; init; }

    /// <summary>Whether it says itself what a trial would have come to; it has a parameter dryrun of its own.</summary>
    public bool TellsTrial { get; init; }

    /// <summary>Whether the text of a file comes with the call; without one a call is some kilobytes.</summary>
    public bool TakesFile { get; init; }
}

/// <summary>Declares the columns of a verb's table, for those who ask for its rows over HTTP and for the table itself.</summary>
/// <param name="columns">
/// The columns in their order, with commas between them. A name may be followed by its kind (<c>rack:mixed</c>, <c>state:up|idle</c>; a text when there is
/// none, see <see cref="ColumnKind"/>) and by a question mark where there may be nothing; before it stands <c>+</c> where people are not shown it, and
/// <c>~</c> where it is in some tables of the verb only.
/// </param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RowAttribute(string columns) : Attribute
{
    public string Columns => columns;
}

/// <summary>Declares the next argument of a verb.</summary>
/// <param name="name">What it is called in the usage.</param>
/// <param name="kind">What it means.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class ArgumentAttribute(string name, ValueKind kind = ValueKind.Text) : Attribute
{
    public string Name => name;

    public ValueKind Kind => kind;

    public bool Optional { get; init; }

    /// <summary>Whether it takes all the words that are left.</summary>
    public bool Repeats { get; init; }

    public string Help { get; init; } = string.Empty;
}

/// <summary>Declares a parameter of a verb.</summary>
/// <param name="name">The word before the <c>=</c>.</param>
/// <param name="kind">What it means.</param>
/// <param name="help">What it says, one sentence.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class ParameterAttribute(string name, ValueKind kind, string help) : Attribute
{
    public string Name => name;

    public ValueKind Kind => kind;

    public string Help => help;

    public bool Required { get; init; }

    /// <summary>The words of a choice, with <c>|</c> between them.</summary>
    public string Choices { get; init; } = string.Empty;
}
