using System.Reflection;
using BootService.Commands.Ports;
using BootService.Core.Stores;

namespace BootService.Commands.Catalog;

/// <summary>Reads the declaration of a verb from the attributes of its class.</summary>
internal static class DeclarationReader
{
    /// <summary>The parameter of verbs that can be tried.</summary>
    public const string Dryrun = "dryrun";

    /// <summary>The ports that only tell: who has no other acts through the appliance alone.</summary>
    private static readonly Type[] Telling = [typeof(IBootFileNames), typeof(IInstallArming), typeof(IAuditStore), typeof(IProfiles)];

    /// <summary>First words of verbs that change the appliance.</summary>
    private static readonly string[] Changing = ["add", "set", "remove", "load", "unload", "swap", "enable", "disable", "undo"];

    /// <summary>The declaration; null when the class declares no verb.</summary>
    public static CommandDeclaration? Of(Type type) => type.GetCustomAttribute<CommandAttribute>() is { } command
        ? new CommandDeclaration(
            command.Words,
            [.. command.Aliases.Split('|', StringSplitOptions.RemoveEmptyEntries)],
            command.Help,
            command.Detail,
            command.Example,
            [.. type.GetCustomAttributes<ArgumentAttribute>()
                .Select(argument => new ArgumentDeclaration(argument.Name, argument.Kind, argument.Optional, argument.Repeats, argument.Help))],
            [
                .. type.GetCustomAttributes<ParameterAttribute>().Select(parameter => new ParameterDeclaration(
                    parameter.Name, parameter.Kind, parameter.Required, [.. parameter.Choices.Split('|', StringSplitOptions.RemoveEmptyEntries)],
                    parameter.Help)),
                .. CanBeTried(type, command)
                    ? [new ParameterDeclaration(Dryrun, ValueKind.Flag, Required: false, [], "Says what would be changed, and changes nothing.")]
                    : Array.Empty<ParameterDeclaration>(),
            ])
        {
            Row = ColumnDeclaration.Read(type.GetCustomAttribute<RowAttribute>()?.Columns ?? string.Empty),
            TakesFile = command.TakesFile,
            OwnDryrun = command.OwnDryrun,
            TellsTrial = command.TellsTrial,
        }
        : null;

    /// <summary>
    /// Whether nothing but the appliance's state is changed by a verb, so that not to keep the change is to have done nothing. A token is shown as it is made,
    /// and once.
    /// </summary>
    private static bool CanBeTried(Type type, CommandAttribute command) =>
        command.HeedsDryrun
        || (Changing.Contains(command.Words.Split(' ')[0]) && command.Words is not ("add token" or "add webhook")
            && type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)[0].GetParameters()
                .All(port => Telling.Contains(port.ParameterType)));
}
