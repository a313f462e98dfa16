using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Profiles;

namespace BootService.Commands.Profiles;

/// <summary>A text made from a host's profile, or every reason why there is none.</summary>
/// <param name="Text">The text; null when there are faults.</param>
/// <param name="Faults">The reasons, each one sentence with its place before it.</param>
internal readonly record struct ProfilePreview(string? Text, IReadOnlyList<string> Faults)
{
    /// <summary>Renders a host's profile and writes it in one of its forms.</summary>
    public static ProfilePreview Of(IProfileSources sources, Host host, Func<Profile, string> write)
    {
        try
        {
            return sources.Templates(host.Box).Render(sources.Preview(host)) switch
            {
                ProfileAnswer.Rendered(var profile) => new ProfilePreview(write(profile), []),
                ProfileAnswer.Refused(var faults) => new ProfilePreview(null, [.. faults.Select(fault => fault.ToString())]),
                _ => throw new InvalidOperationException("an answer is rendered or refused"),
            };
        }
        catch (RefusedException fault)
        {
            return new ProfilePreview(null, [fault.Message]);
        }
    }

    /// <summary>The kickstart a host would get.</summary>
    /// <exception cref="RefusedException">It does not render; the first fault and how many more there are.</exception>
    public static string Kickstart(IProfileSources sources, Host host)
    {
        var (text, faults) = Of(sources, host, profile => profile.ToAnswerText());
        return text ?? throw new RefusedException(
            $"the profile of host \"{host.Name}\" does not render: "
                + $"{faults[0]}{(faults.Count > 1 ? $" (and {faults.Count - 1} more; see \"stack check profile {host.Name}\")" : "")}");
    }

    /// <summary>Shows a text for each host that the arguments name; hosts without one are errors, told when all texts are shown.</summary>
    /// <param name="call">The call.</param>
    /// <param name="preview">Makes the text of a host.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RefusedException">At least one host has no text.</exception>
    public static async Task ListAsync(CommandCall call, Func<Host, ProfilePreview> preview, CancellationToken cancel)
    {
        call.Output.Table(call.Shape() with { Plain = true });
        var count = 0;
        var hosts = call.HostsOrAll(call.Inventory);
        foreach (var host in hosts)
        {
            cancel.ThrowIfCancellationRequested();
            var (text, faults) = preview(host);
            if (faults.Count == 1 && hosts.Length == 1)
            {
                throw new RefusedException(faults[0]);
            }

            count += faults.Count;
            foreach (var fault in faults)
            {
                call.Output.Fault($"{host.Name}: {fault}");
            }

            if (text is not null)
            {
                await call.Output.RowAsync(host.Name.ToString(), text);
            }
        }

        if (count > 0)
        {
            throw new RefusedException(
                $"{(count == 1 ? "1 fault keeps" : $"{count} faults keep")} profiles from rendering; \"stack check profile\" shows each once with the hosts "
                    + "it hits");
        }
    }
}
