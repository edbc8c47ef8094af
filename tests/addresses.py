"""Every address of the project, and what each kind of person gets there.

A row names an address, the record it is asked for (see `World`), and one answer a
person, in the order of `PEOPLE`. `login` sends to the sign-in, `go` redirects
elsewhere. A star before the name asks by POST.
"""

from tests import admin_addresses

PEOPLE = (
    "anonymous",
    "stranger",
    "member",
    "owner",
    "manager",
    "officer",
    "editor",
    "administrator",
)

TABLE = """
# address                            record                       anon  stran memb  owner mana  offic edit  admin
health-live                          -                            200   200   200   200   200   200   200   200
health-ready                         -                            200   200   200   200   200   200   200   200
robots                               -                            200   200   200   200   200   200   200   200
sitemap                              -                            200   200   200   200   200   200   200   200
sitemap-section                      section                      200   200   200   200   200   200   200   200
attachments:download                 application-file             404   404   404   200   404   404   404   200
attachments:download                 submission-file              404   404   404   200   200   200   404   200
attachments:download                 others-submission-file       404   404   404   200   200   404   404   200
attachments:download                 draft-file                   404   404   404   200   200   404   404   200
api:openapi-json                     -                            200   200   200   200   200   200   200   200
api:openapi-view                     -                            200   200   200   200   200   200   200   200
api:search                           -                            200   200   200   200   200   200   200   200
api:api-root                         -                            404   404   404   404   404   404   404   404
api:applications                     -                            401   200   200   200   200   200   200   200
api:application                      application                  401   404   404   200   404   404   404   200
api:application                      received                     401   404   404   200   200   200   404   200
api:application                      others-received              401   404   404   200   200   404   404   200
api:application                      foreign-received             401   404   404   404   404   404   404   200
endorsing:list                       -                            login 200   200   200   200   200   200   200
endorsing:step                       endorse                      login 200   200   200   200   200   200   200
*endorsing:step                      endorse                      login 200   200   200   200   200   200   200
catalogue:search                     -                            200   200   200   200   200   200   200   200
catalogue:suggest                    -                            200   200   200   200   200   200   200   200
organisations:list                   -                            200   200   200   200   200   200   200   200
organisations:register               -                            login 200   200   200   200   200   200   200
organisations:join-by-code           -                            login 200   200   200   200   200   200   200
*organisations:join-by-code          -                            login 200   200   200   200   200   200   200
organisations:detail                 institute                    200   200   200   200   200   200   200   200
organisations:join                   institute                    login 200   200   200   200   200   200   200
achievements:list                    -                            200   200   200   200   200   200   200   200
achievements:detail                  public                       200   200   200   200   200   200   200   200
achievements:detail                  gone                         410   410   410   410   410   410   410   410
achievements:detail                  draft                        404   404   404   200   200   404   404   200
achievements:version                 public.v1                    200   200   200   200   200   200   200   200
calls:list                           -                            200   200   200   200   200   200   200   200
calls:feed                           -                            200   200   200   200   200   200   200   200
calls:detail                         call                         200   200   200   200   200   200   200   200
calls:detail                         draft-call                   404   404   404   404   404   200   404   200
calls:detail                         others-draft-call            404   404   404   404   404   404   404   200
calls:print                          call                         200   200   200   200   200   200   200   200
calls:print                          draft-call                   404   404   404   404   404   200   404   200
calls:print                          others-draft-call            404   404   404   404   404   404   404   200
calls:calendar                       call                         200   200   200   200   200   200   200   200
calls:calendar                       draft-call                   404   404   404   404   404   404   404   404
api:calls                            -                            200   200   200   200   200   200   200   200
api:call                             call                         200   200   200   200   200   200   200   200
api:call                             draft-call                   404   404   404   404   404   404   404   404
projects:list                        -                            200   200   200   200   200   200   200   200
projects:detail                      project                      200   200   200   200   200   200   200   200
listings:list                        -                            200   200   200   200   200   200   200   200
listings:detail                      offer                        200   200   200   200   200   200   200   200
listings:detail                      unready                      404   404   404   200   200   404   404   200
my-achievements:list                 -                            login 200   200   200   200   200   200   200
my-achievements:new                  -                            login 200   200   200   200   200   200   200
my-achievements:record               draft.v1                     login 404   404   200   200   404   404   404
my-achievements:check                draft.v1                     login 404   404   200   200   404   404   404
my-achievements:new-version          draft.v1                     login 405   405   405   405   405   405   405
*my-achievements:new-version         draft.v1                     login 404   404   go    go    404   404   404
my-achievements:step                 draft.submit                 login 404   404   go    go    404   404   404
*my-achievements:step                draft.submit                 login 404   404   go    go    404   404   404
my-achievements:section              draft.basics                 login 404   404   200   200   404   404   404
my-listings:list                     -                            login 200   200   200   200   200   200   200
my-listings:new                      -                            login 200   200   200   200   200   200   200
my-listings:record                   unready                      login 404   404   200   200   404   404   404
my-listings:check                    unready                      login 404   404   200   200   404   404   404
my-listings:step                     unready.submit               login 404   404   go    go    404   404   404
*my-listings:step                    unready.submit               login 404   404   go    go    404   404   404
my-listings:section                  unready.offer                login 404   404   200   200   404   404   404
enquiries:list                       -                            login 200   200   200   200   200   200   200
enquiries:ask                        offer                        login 200   200   200   200   200   200   200
enquiries:detail                     enquiry                      login 404   404   200   200   200   404   200
enquiries:write                      enquiry                      login 405   405   405   405   405   405   405
*enquiries:write                     enquiry                      login 404   404   422   422   403   404   403
enquiries:close                      enquiry                      login 405   405   405   405   405   405   405
*enquiries:close                     enquiry                      login 404   404   422   422   403   404   403
workbench:home                       -                            login 200   200   200   200   200   200   200
my-organisations:list                -                            login 200   200   200   200   200   200   200
my-organisations:edit                institute                    login 404   404   404   200   404   404   404
*my-organisations:edit               institute                    login 404   404   404   go    404   404   404
my-organisations:claim-again         institute                    login 405   405   405   405   405   405   405
*my-organisations:claim-again        institute                    login 404   404   404   go    404   404   404
my-organisations:members             institute                    login 404   404   404   200   200   404   200
my-organisations:invite              institute                    login 404   404   404   200   404   404   404
*my-organisations:invite             institute                    login 404   404   404   200   404   404   404
my-organisations:member              request                      login 404   404   404   200   200   404   200
*my-organisations:member             request                      login 405   405   405   405   405   405   405
my-organisations:role                request                      login 405   405   405   405   405   405   405
*my-organisations:role               request                      login 404   404   404   go    go    404   go
my-organisations:approve             request                      login 405   405   405   405   405   405   405
*my-organisations:approve            request                      login 404   404   404   go    go    404   go
my-organisations:refuse              request                      login 405   405   405   405   405   405   405
*my-organisations:refuse             request                      login 404   404   404   go    go    404   go
my-organisations:cancel              invitation.pk                login 405   405   405   405   405   405   405
*my-organisations:cancel             invitation.pk                login 404   404   404   go    go    404   go
my-organisations:end                 request                      login 405   405   405   405   405   405   405
*my-organisations:end                request                      login 404   404   404   go    go    404   go
my-organisations:leave               request                      login 404   404   404   404   404   404   404
*my-organisations:leave              request                      login 404   404   404   404   404   404   404
my-organisations:withdraw            request                      login 405   405   405   405   405   405   405
*my-organisations:withdraw           request                      login 404   404   404   404   404   404   404
my-organisations:invitation          invitation                   200   200   200   200   200   200   200   200
my-organisations:accept              invitation                   login 405   405   405   405   405   405   405
*my-organisations:accept             invitation                   login go    go    go    go    go    go    go
my-organisations:decline             invitation                   login 405   405   405   405   405   405   405
*my-organisations:decline            invitation                   login go    go    go    go    go    go    go
applications:list                    -                            login 200   200   200   200   200   200   200
applications:new                     -                            login 200   200   200   200   200   200   200
*applications:new                    -                            login go    go    go    go    go    go    go
applications:record                  application                  login 404   404   200   404   404   404   404
applications:record                  received                     login 404   404   200   404   404   404   404
applications:detail                  application                  login 404   404   200   404   404   404   200
applications:detail                  received                     login 404   404   200   200   200   404   200
applications:detail                  others-received              login 404   404   200   200   404   404   200
applications:detail                  foreign-received             login 404   404   404   404   404   404   200
applications:check                   application                  login 404   404   200   404   404   404   404
applications:section                 application.basics           login 404   404   200   404   404   404   404
*applications:section                application.basics           login 404   404   go    404   404   404   404
*applications:section                received.basics              login 404   404   409   404   404   404   404
applications:step                    application.submit           login 404   404   200   404   404   404   404
*applications:step                   application.submit           login 404   404   go    404   404   404   404
*applications:step                   received.withdraw            login 404   404   go    404   404   404   404
applications:leave                   application                  login 405   405   405   405   405   405   405
*applications:leave                  application                  login 404   404   404   404   404   404   404
applications:invitation              team-invitation              200   200   200   200   200   200   200   200
applications:consent                 team-invitation              login 405   405   405   405   405   405   405
*applications:consent                team-invitation              login go    go    go    go    go    go    go
applications:decline                 team-invitation              login 405   405   405   405   405   405   405
*applications:decline                team-invitation              login go    go    go    go    go    go    go
applications:preview                 application                  login 404   404   200   404   404   404   200
applications:preview                 received                     login 404   404   200   200   200   404   200
applications:preview                 others-received              login 404   404   200   200   404   404   200
applications:preview                 foreign-received             login 404   404   404   404   404   404   200
applications:versions                application                  login 404   404   200   404   404   404   200
applications:versions                received                     login 404   404   200   200   200   404   200
applications:versions                others-received              login 404   404   200   200   404   404   200
applications:versions                foreign-received             login 404   404   404   404   404   404   200
applications:zip                     application                  login 404   404   200   404   404   404   200
applications:zip                     received                     login 404   404   200   200   200   404   200
applications:zip                     others-received              login 404   404   200   200   404   404   200
applications:zip                     foreign-received             login 404   404   404   404   404   404   200
applications:budget-export           application                  login 404   404   200   404   404   404   200
applications:budget-export           received                     login 404   404   200   200   200   404   200
applications:budget-export           others-received              login 404   404   200   200   404   404   200
applications:budget-export           foreign-received             login 404   404   404   404   404   404   200
applications:receipt                 received                     login 404   404   200   200   200   404   200
applications:diff                    received                     login 404   404   200   200   200   404   200
applications:receipt                 others-received              login 404   404   200   200   404   404   200
applications:diff                    others-received              login 404   404   200   200   404   404   200
applications:receipt                 foreign-received             login 404   404   404   404   404   404   200
applications:diff                    foreign-received             login 404   404   404   404   404   404   200
applications:receipt                 application                  login 404   404   404   404   404   404   404
applications:diff                    application                  login 404   404   404   404   404   404   404
applications:version                 received.v1                  login 404   404   200   200   200   404   200
applications:pdf                     received.pdf                 login 404   404   202   202   202   404   202
applications:version                 others-received.v1           login 404   404   200   200   404   404   200
applications:pdf                     others-received.pdf          login 404   404   202   202   404   404   202
applications:version                 foreign-received.v1          login 404   404   404   404   404   404   200
applications:pdf                     foreign-received.pdf         login 404   404   404   404   404   404   202
applications:budget-check            application                  login 404   404   200   404   404   404   404
applications:budget-check            received                     login 404   404   200   404   404   404   404
applications:budget-import           application                  login 404   404   200   404   404   404   404
*applications:budget-import          application                  login 404   404   422   404   404   404   404
applications:budget-import           received                     login 404   404   go    404   404   404   404
*applications:budget-import          received                     login 404   404   go    404   404   404   404
public-receipt                       receipt                      200   200   200   200   200   200   200   200
public-receipt                       no-receipt                   404   404   404   404   404   404   404   404
inbox:list                           -                            login 200   200   200   200   200   200   200
inbox:read-all                       -                            login 405   405   405   405   405   405   405
*inbox:read-all                      -                            login go    go    go    go    go    go    go
inbox:preferences                    -                            login 200   200   200   200   200   200   200
*inbox:preferences                   -                            login 200   200   200   200   200   200   200
inbox:reset                          -                            login 405   405   405   405   405   405   405
*inbox:reset                         -                            login go    go    go    go    go    go    go
inbox:open                           owner's-message              login 404   404   go    404   404   404   404
deadlines:list                       -                            login 200   200   200   200   200   200   200
deadlines:address                    -                            login 405   405   405   405   405   405   405
*deadlines:address                   -                            login go    go    go    go    go    go    go
calendar                             owner's-calendar             200   200   200   200   200   200   200   200
calendar                             no-calendar                  404   404   404   404   404   404   404   404
unsubscribe                          owner's-letter               200   200   200   200   200   200   200   200
*unsubscribe                         owner's-letter               200   200   200   200   200   200   200   200
unsubscribe                          no-calendar                  404   404   404   404   404   404   404   404
*unsubscribe                         no-calendar                  404   404   404   404   404   404   404   404
profile:edit                         -                            login 200   200   200   200   200   200   200
*profile:edit                        -                            login 200   200   200   200   200   200   200
history:record                       draft-history                login 404   404   200   200   404   404   200
history:download                     draft-history                login 404   404   200   200   404   404   200
jsi18n                               -                            200   200   200   200   200   200   200   200
"""

# Packages that guard their own addresses: who may not pass is tested by kind, below
# each prefix, instead of address by address.
ADMIN_PREFIX = "admin/"
ACCOUNT_PREFIX = "accounts/"
WAGTAIL_PUBLIC = "wagtail_serve"


def rows():
    for line in (TABLE + admin_addresses.TABLE).strip().splitlines():
        if line.strip() and not line.startswith("#"):
            name, record, *answers = line.split()
            yield name.lstrip("*"), name.startswith("*"), record, answers
