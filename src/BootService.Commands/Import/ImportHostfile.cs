using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Commands.Imports;
using BootService.Core.Hosts;

namespace BootService.Commands.Verbs;

[Command(
    "import hostfile", "Adds and changes hosts from a plain table of a switch, a CMDB or a spreadsheet, all of it or nothing.", TakesFile = true,
    TellsTrial = true,
    Detail = "Columns are found by what such tables call them (Hostname, MAC Address, IP Address, Rack, U ...); columns= says which heading is which column of "
        + "a hostfile, or, without any =, which "
        + "columns a table without headings has. A row without a name is a host named after the appliance, the rack and the next free rank. Columns nobody "
            + "knows are left out, and said.",
    Example = "import hostfile cmdb.csv columns=name=Asset,mac=LAN dryrun=yes")]
[Argument("file", ValueKind.Path, Help = "The file, as the caller can read it; - is standard input.")]
[Parameter("columns", ValueKind.Text, "Which heading is which column: name=Asset,mac=LAN address; or name,mac,,ip for a table without headings.")]
[Parameter("appliance", ValueKind.Appliance, "The appliance of hosts that the table says none of; backend unless said otherwise.")]
[Parameter("rack", ValueKind.Place, "The rack of hosts that the table says none of; 0 unless said otherwise.")]
[Parameter("dryrun", ValueKind.Flag, "Says what would come, and changes nothing.")]
[Parameter("confirm", ValueKind.Number, "How many hosts get other addresses; must be given when they are more than 10.")]
[Row(ImportReport.Row)]
internal sealed class ImportHostfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var path = call.Arguments[0];
        var text = call.FileText(path);
        return ImportRun.RunAsync(
            call,
            path,
            draft => PlainTable.Read(
                path, text, call.Find("columns"),
                (HostRules.Appliance(draft.State, call.Find("appliance") ?? "backend").Name, call.FindValue<Place>("rack") ?? 0), draft),
            cancel);
    }
}
