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
    public static IReadOnlyList<CheckedFault> Run(IReadOnlyList<(ProfileTemplates Templates, ProfileRequest Request)> hosts)
    {
        var faults = new IReadOnlyList<ProfileFault>[hosts.Count];
        Parallel.For(0, hosts.Count, i =>
            faults[i] = hosts[i].Templates.Render(hosts[i].Request) is ProfileAnswer.Refused refused ? refused.Faults : []);

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
