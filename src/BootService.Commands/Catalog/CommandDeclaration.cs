using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;

namespace BootService.Commands.Catalog;

/// <summary>One argument of a verb.</summary>
/// <param name="Name">What it is called in the usage.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Optional">Whether it may be left out.</param>
/// <param name="Repeats">Whether it takes all the words that are left.</param>
/// <param name="Help">More about it; may be empty.</param>
public sealed record ArgumentDeclaration(string Name, ValueKind Kind, bool Optional, bool Repeats, string Help);

/// <summary>One parameter of a verb.</summary>
/// <param name="Name">The word before the <c>=</c>.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Choices">The words of a choice; empty for other kinds.</param>
/// <param name="Help">What it says, one sentence.</param>
public sealed record ParameterDeclaration(string Name, ValueKind Kind, bool Required, ImmutableArray<string> Choices, string Help);

/// <summary>A verb as it was declared.</summary>
/// <param name="Words">The words that call it: <c>set host attr</c>.</param>
/// <param name="Aliases">Other words that call it too.</param>
/// <param name="Help">What it does, one sentence.</param>
/// <param name="Detail">More to know, in whole sentences; may be empty.</param>
/// <param name="Example">A command line as it is typed; may be empty.</param>
/// <param name="Arguments">Its arguments, in order.</param>
/// <param name="Parameters">Its parameters, in the order of their declaration.</param>
public sealed record CommandDeclaration(
    string Words,
    ImmutableArray<string> Aliases,
    string Help,
    string Detail,
    string Example,
    ImmutableArray<ArgumentDeclaration> Arguments,
    ImmutableArray<ParameterDeclaration> Parameters)
{
    /// <summary>Its name in the HTTP API: <c>set.host.attr</c>.</summary>
    [JsonIgnore]
    public string Name => Words.Replace(' ', '.');

    /// <summary>The columns of its table; none where it has no table.</summary>
    [JsonIgnore]
    public ImmutableArray<ColumnDeclaration> Row { get; init; } = [];

    /// <summary>Whether a trial is its own business from end to end.</summary>
    public bool OwnDryrun { get; init; }

    /// <summary>Whether the text of a file comes with the call.</summary>
    public bool TakesFile { get; init; }

    /// <summary>Whether it says itself what a trial would have come to.</summary>
    public bool TellsTrial { get; init; }

    /// <summary>Whether it only looks, as far as the log is concerned: reports for other programs too.</summary>
    [JsonIgnore]
    public bool IsLooking => Looks || Words.Split(' ')[0] is "report";

    /// <summary>Whether it changes nothing, starts nothing and tells no secret, so that whoever may only look may call it.</summary>
    [JsonIgnore]
    public bool Looks => Words.Split(' ')[0] is "list" or "explain" or "check" or "diff" or "help" or "version" or "complete" or "watch" or "wait";

    /// <summary>One line in Stacki's style: <c>set host attr {host ...} {attr=string} {value=string} [shadow=bool]</c>.</summary>
    [JsonIgnore]
    public string Usage
    {
        get
        {
            var usage = new StringBuilder(Words);
            foreach (var argument in Arguments)
            {
                usage.Append(argument.Optional ? " [" : " {").Append(argument.Name).Append(argument.Repeats ? " ..." : string.Empty)
                    .Append(argument.Optional ? ']' : '}');
            }

            foreach (var parameter in Parameters)
            {
                usage.Append(parameter.Required ? " {" : " [").Append(parameter.Name).Append('=').Append(TypeOf(parameter))
                    .Append(parameter.Required ? '}' : ']');
            }

            return usage.ToString();
        }
    }

    private static string TypeOf(ParameterDeclaration parameter) => parameter.Kind switch
    {
        ValueKind.Flag => "bool",
        ValueKind.Number => "int",
        ValueKind.Choice => string.Join('|', parameter.Choices),
        ValueKind.Path => "file",
        ValueKind.Address => "address",
        ValueKind.Mac => "mac",
        _ => "string",
    };
}
