namespace BootService.Core.Profiles;

/// <summary>A fault and everyone it hits.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Hosts">Names of the hosts, in the order in which they were given.</param>
public sealed record CheckedFault(ProfileFault Fault, IReadOnlyList<string> Hosts);

/// <summary>Renders many hosts' profiles only to see what stands against them.</summary>
public static class ProfileCheck
{
    /// <summary>Checks all hosts, on all processors.</summary>
    /// <param name="hosts">Each host with the templates of its box. Its attribute lookup is asked from any thread.</param>
    /// <returns>Each fault once with the hosts it hits, by file, line and column; empty when every profile renders.</returns>
    public static IReadOnlyList<CheckedFault> Run(IReadOnlyList<(ProfileTemplates Templates, ProfileRequest Request)> hosts) => Run(hosts, out _);

    /// <summary>Checks all hosts, on all processors.</summary>
    /// <param name="hosts">Each host with the templates of its box. Its attribute lookup is asked from any thread.</param>
    /// <param name="lockedOut">Names of the hosts whose profile renders and lets nobody log in, in the order in which they were given.</param>
    public static IReadOnlyList<CheckedFault> Run(
        IReadOnlyList<(ProfileTemplates Templates, ProfileRequest Request)> hosts, out IReadOnlyList<string> lockedOut)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        var faults = new IReadOnlyList<ProfileFault>[hosts.Count];
        var closed = new bool[hosts.Count];
        Parallel.For(0, hosts.Count, i => (faults[i], closed[i]) = hosts[i].Templates.Render(hosts[i].Request) switch
        {
            ProfileAnswer.Refused refused => (refused.Faults, false),
            ProfileAnswer.Rendered { Profile.HasLogin: var open } rendered => (rendered.Missing, !open),
            _ => ([], false),
        });
        lockedOut = [.. hosts.Where((_, i) => closed[i]).Select(host => host.Request.Host)];

        var hit = new Dictionary<ProfileFault, List<string>>();
        for (var i = 0; i < hosts.Count; i++)
        {
            foreach (var fault in faults[i])
            {
                if (!hit.TryGetValue(fault, out var names))
                {
                    hit.Add(fault, names = []);
                }

                names.Add(hosts[i].Request.Host);
            }
        }

        return
        [
            .. hit.Select(pair => new CheckedFault(pair.Key, pair.Value))
                .OrderBy(found => found.Fault.File, StringComparer.Ordinal)
                .ThenBy(found => found.Fault.Line)
                .ThenBy(found => found.Fault.Column)
                .ThenBy(found => found.Fault.Sentence, StringComparer.Ordinal),
        ];
    }
}
