using System.Reflection;

namespace BootService.Commands.Catalog;

/// <summary>Reads the declaration of a verb from the attributes of its class.</summary>
internal static class DeclarationReader
{
    /// <summary>The declaration; null when the class declares no verb.</summary>
    public static CommandDeclaration? Of(Type type) => type.GetCustomAttribute<CommandAttribute>() is { } command
        ? new CommandDeclaration(
            command.Words,
            [.. command.Aliases.Split('|', StringSplitOptions.RemoveEmptyEntries)],
            command.Help,
            command.Detail,
            command.Example,
            [.. type.GetCustomAttributes<ArgumentAttribute>().Select(argument => new ArgumentDeclaration(argument.Name, argument.Kind, argument.Optional, argument.Repeats, argument.Help))],
            [.. type.GetCustomAttributes<ParameterAttribute>().Select(parameter => new ParameterDeclaration(
                parameter.Name, parameter.Kind, parameter.Required, [.. parameter.Choices.Split('|', StringSplitOptions.RemoveEmptyEntries)], parameter.Help))])
        { TakesFile = command.TakesFile }
        : null;
}
