using BootService.Core.Disks;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>
/// Looks for commands about disks that stand beside the layout which is found out on the machine: Anaconda stops where both are there, or lets the later
/// one take back what the other keeps.
/// </summary>
internal static class LayoutCheck
{
    /// <summary>The line by which the installer reads the layout.</summary>
    public const string Include = "%include /tmp/partition-info";

    private static readonly string[] OneByOne = ["part", "partition", "raid", "volgroup", "logvol", "btrfs", "mount"];

    /// <summary>What the commands of a plan say of disks that are laid out already.</summary>
    public static IEnumerable<ProfileFault> Faults(InstallPlan plan)
    {
        // A site whose own node writes the file knows what is in it.
        if (!plan.Commands.Any(command => command.Name.Length == 0 && command.Arguments == Include
            && plan.Sources.Any(source => source.Path == command.Place.Path && source.Library == NodeLibrary.OfBootFiles)))
        {
            yield break;
        }

        foreach (var command in plan.Commands.Where(command => !string.IsNullOrEmpty(command.Place.Path)))
        {
            var name = command.Name.Length > 0 ? command.Name : command.Arguments.Split(' ', 2)[0];
            if (WhyNot(name, plan.Request.Disks) is { } why)
            {
                var place = command.Place;
                yield return new ProfileFault(place.Path, place.Line, place.Column, place.Node, Attribute: null, why) { Kind = ProfileFaultKind.Element };
            }
        }
    }

    /// <summary>Why the lines of an attribute cannot lay disks out together; null when they can.</summary>
    public static string? WhyNotTogether(string attribute, string lines)
    {
        var commands = lines.ReplaceLineEndings("\n").Split('\n').Select(line => KickstartLexer.Split(line).FirstOrDefault()).ToArray();
        return commands.Contains("autopart") && commands.FirstOrDefault(command => OneByOne.Contains(command)) is { } other
            ? $"attribute {attribute} holds \"autopart\" and \"{other}\", and Anaconda stops where both are there: take one of them out"
            : null;
    }

    private static string? WhyNot(string command, DiskPlan disks)
    {
        const string Instead = "describe the disks with \"stack add storage partition\", put the lines into attribute " + DiskPlan.RawAttribute
            + ", or lay disks out in a node of your own, replace-partition.xml";
        var isAutomatic = disks.Table.Rows.IsEmpty && disks.RawLines is null;
        return command switch
        {
            _ when isAutomatic && OneByOne.Contains(command) =>
                $"\"{command}\" stands beside the autopart of node partition, and Anaconda stops where both are there: {Instead}",
            "autopart" when !isAutomatic =>
                $"\"autopart\" stands beside the layout that {(disks.Table.Rows.IsEmpty ? $"attribute {DiskPlan.RawAttribute}" : "the storage table")} "
                    + "gives, and Anaconda stops where both are there: take one of them out",
            "clearpart" when disks.Table.Rows.Any(row => row.IsPreserved) =>
                "\"clearpart\" would take away what the storage table keeps: take it out, disks are cleared as the table says",
            _ => null,
        };
    }
}
