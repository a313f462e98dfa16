using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Profiles;

namespace BootService.Commands.Profiles;

/// <summary>Renders the profiles of many hosts and gathers what is wrong with them, each fault once.</summary>
public static class ProfileSurvey
{
    /// <summary>The faults with the hosts they hit; what all hosts of a box lack, such as an operating system, is one fault.</summary>
    /// <param name="sources">Where profiles come from.</param>
    /// <param name="hosts">The hosts.</param>
    /// <param name="lockedOut">The hosts that nobody could log in to.</param>
    /// <param name="cancel">Gives up.</param>
    public static IReadOnlyList<CheckedFault> Run(
        IProfileSources sources, ImmutableArray<Host> hosts, out IReadOnlyList<string> lockedOut, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var requests = new List<(ProfileTemplates Templates, ProfileRequest Request)>(hosts.Length);
        var without = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var host in hosts)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                requests.Add((sources.Templates(host.Box), sources.Preview(host)));
            }
            catch (RefusedException fault)
            {
                // What all hosts of a box lack is one fault: the column of hosts says whose it is.
                var sentence = WithoutName(fault.Message, host);
                (without.TryGetValue(sentence, out var hit) ? hit : without[sentence] = []).Add(host.Name.ToString());
            }
        }

        return [.. without.Select(pair => new CheckedFault(new ProfileFault("", 0, 0, "", null, pair.Key), pair.Value)),
            .. ProfileCheck.Run(requests, out lockedOut)];
    }

    private static string WithoutName(string sentence, Host host) => sentence.Replace($"host \"{host.Name}\"", "the host", StringComparison.Ordinal);
}
