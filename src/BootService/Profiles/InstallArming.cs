using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Installers;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Profiles;
using BootService.Rehearsals;

namespace BootService.Profiles;

/// <summary>Freezes profiles when installs are armed, and arms nothing whose boot would fail where it can be known.</summary>
internal sealed class InstallArming(NodeTemplates templates, Repositories repositories, INodeRunner runner, QuietRehearsal rehearsal) : IInstallArming
{
    /// <inheritdoc/>
    public ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Core.Hosts.Host> hosts, DateTimeOffset now)
    {
        var (state, all) = (inventory, ImmutableArray.CreateBuilder<Change>());
        var sources = new ProfileSources(inventory, templates, repositories, runner);
        foreach (var host in hosts)
        {
            var key = OsChoice.Find(state, host) is { } os ? Installer.Of(os.Key) switch
            {
                Installer.Anaconda anaconda => KeptHostKey.Missing(state, host, (int)anaconda.Generation, now).ToArray(),
                Installer.Debian debian => KeptHostKey.Missing(state, host, debian.Release, now).ToArray(),
                Installer.Ubuntu ubuntu =>
                    KeptHostKey.Missing(state, host, int.Parse(ubuntu.Release.AsSpan(0, 2), System.Globalization.CultureInfo.InvariantCulture), now).ToArray(),
                _ => [],
            } : [];
            if (key.Length > 0)
            {
                state = state.With(key);
                all.AddRange(key);
                sources = new ProfileSources(state, templates, repositories, runner);
            }

            var changes = Install(state, host, now, sources);
            state = state.With(changes);
            all.AddRange(changes);
        }

        rehearsal.Check(state, hosts, now);
        return all.ToImmutable();
    }

    private static ImmutableArray<Change> Install(Inventory inventory, Core.Hosts.Host host, DateTimeOffset now, ProfileSources sources)
    {
        try
        {
            return [.. Arming.Install(inventory, host, now, InstallAttempt.NewSecret(), attempt => Frozen(sources, host, attempt))];
        }
        catch (RefusedException refused) when (refused.Host is null)
        {
            throw new RefusedException(refused.Message) { Host = host.Name.ToString() };
        }
    }

    private static FrozenProfile Frozen(ProfileSources sources, Core.Hosts.Host host, InstallAttempt attempt)
    {
        var templates = sources.Templates(host.Box);
        var profile = templates.Render(sources.Install(host, attempt)) switch
        {
            ProfileAnswer.Rendered { Missing: [var first, ..] missing } => throw new RefusedException(
                $"the profile of host \"{host.Name}\" asks for what is not there: "
                    + $"{first}{(missing.Count > 1 ? $" (and {missing.Count - 1} more; see \"stack check profile {host.Name}\")" : string.Empty)}"),
            ProfileAnswer.Rendered rendered => rendered.Profile,
            ProfileAnswer.Refused { Faults: [var first, ..] faults } => throw new RefusedException(
                $"the profile of host \"{host.Name}\" does not render: "
                    + $"{first}{(faults.Count > 1 ? $" (and {faults.Count - 1} more; see \"stack check profile {host.Name}\")" : string.Empty)}"),
            _ => throw new InvalidOperationException("a refusal names at least one fault"),
        };

        // A mask may not fit where its secret does, as in a condition; then there is nothing to compare with later.
        var masked = (templates.Render(sources.Preview(host)) as ProfileAnswer.Rendered)?.Profile.ToAnswers();
        return new FrozenProfile(
            [.. profile.ToAnswers()
                .Select(answer => new FrozenAnswer(answer.Name, answer.Text, masked?.FirstOrDefault(same => same.Name == answer.Name)?.Text))])
        {
            LocksEverybodyOut = !profile.HasLogin,
        };
    }
}
