using System.Text;

namespace BootService.Commands.Catalog;

/// <summary>Writes what a person reads about a verb.</summary>
internal static class HelpText
{
    /// <summary>The long help of one verb, without a line end after the last line.</summary>
    public static string Of(CommandDeclaration declaration)
    {
        var text = new StringBuilder();
        text.Append("stack ").Append(declaration.Usage).Append("\n\n").Append(declaration.Help).Append('\n');
        if (declaration.Detail.Length > 0)
        {
            text.Append(declaration.Detail).Append('\n');
        }

        Section(text, "Arguments", declaration.Arguments.Select(argument => (argument.Name, HelpOf(argument))));
        Section(text, "Parameters", declaration.Parameters.Select(parameter => (parameter.Name, parameter.Required ? parameter.Help : parameter.Help + " Optional.")));
        if (!declaration.Aliases.IsEmpty)
        {
            text.Append("\nAlso called\n").AppendJoin(string.Empty, declaration.Aliases.Select(alias => $"  stack {alias}\n"));
        }

        if (declaration.Example.Length > 0)
        {
            text.Append("\nExample\n  stack ").Append(declaration.Example).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>What an argument means, by its kind unless the declaration says more.</summary>
    public static string HelpOf(ArgumentDeclaration argument) => argument switch
    {
        { Help.Length: > 0 } => argument.Help,
        { Kind: ValueKind.Hosts, Optional: true } => "Hosts: names, patterns, appliances, rackN, [conditions]; all hosts when left out.",
        { Kind: ValueKind.Hosts } => "Hosts: names, patterns such as backend-0-[0-99], appliances, rackN, [conditions].",
        { Kind: ValueKind.Appliance } => "The name of an appliance.",
        { Kind: ValueKind.Network } => "The name of a network.",
        { Kind: ValueKind.Pallet } => "The name of a pallet; *, ? and % match.",
        { Kind: ValueKind.Cart } => "The name of a cart; *, ? and % match.",
        { Kind: ValueKind.Box } => "The name of a box.",
        { Kind: ValueKind.BootAction } => "The name of a boot action.",
        _ => string.Empty,
    };

    private static void Section(StringBuilder text, string title, IEnumerable<(string Name, string Help)> entries)
    {
        var listed = entries.ToArray();
        if (listed.Length == 0)
        {
            return;
        }

        var width = listed.Max(entry => entry.Name.Length);
        text.Append('\n').Append(title).Append('\n');
        foreach (var (name, help) in listed)
        {
            text.Append("  ").Append(help.Length > 0 ? name.PadRight(width + 2) + help : name).Append('\n');
        }
    }
}
