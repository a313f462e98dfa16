using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("report keepalived", "Writes the configuration by which keepalived moves service addresses between frontends that share a database.",
    Detail = "Each frontend that has a Frontend:Service holds that address while it is well, and the others take it over when it is not: when its machine, its "
        + "network or its service is gone, or it says itself that it is not ready. Write it into /etc/keepalived/keepalived.conf on every frontend, and anew "
        + "when one comes or goes.",
    Example = "report keepalived")]
[Parameter("socket", ValueKind.Path, "The admin socket that is asked whether this frontend is well; /run/bootservice/admin.sock unless given.")]
internal sealed class ReportKeepalived(IFrontends frontends) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var all = await frontends.ListFrontendsAsync(cancel);
        List<ServiceAddress> services =
        [
            .. from frontend in all
               where Ipv4.TryParse(frontend.Service, null, out _)
               select new ServiceAddress(frontend.Name, Ipv4.Parse(frontend.Service)),
        ];
        if (services.Count == 0)
        {
            throw new RefusedException(
                "no frontend has a service address: set Frontend:Service on each to a free address of the boot network, and start them anew");
        }

        if (KeepalivedConfiguration.Clash(services) is ({ } one, { } other))
        {
            throw new RefusedException(
                $"the service addresses {one.Address} of {one.Frontend} and {other.Address} of {other.Frontend} get one VRRP number, which goes by the address "
                    + "divided by 255: give one of them another address");
        }

        var socket = call.Find("socket") is { } path ? call.PathOf(path) : "/run/bootservice/admin.sock";
        if (socket.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '"' or '\'' or '\\'))
        {
            throw new RefusedException("keepalived cannot name a socket with blanks or quotes in its path: give it another one (Admin:Socket)");
        }

        var here = all.First(frontend => frontend.IsHere).Name;
        call.Output.Message(KeepalivedConfiguration.Write(here, call.Inventory.Frontend, services, socket).TrimEnd('\n'));
    }
}
